/** The inspector's page: puts its parts together. */
import { LiveRecording } from '../view/live.ts';
import { drawApart } from './apart.ts';
import { App } from './app.ts';
import { ChartPanel } from './chart-panel.ts';
import { byId, element, setText } from './dom.ts';
import { EventsPanel } from './events-panel.ts';
import { Feed } from './feed.ts';
import { listenForLogs } from './logs.ts';
import { MachinesPanel } from './machines-panel.ts';
import { PlacesPanel } from './places-panel.ts';
import { RelationsPanel } from './relations-panel.ts';
import { machineToShow } from './selection.ts';
import { sourceText } from './source-text.ts';
import { TimeBar } from './time-bar.ts';
import { timeText } from './time-text.ts';

/** Times of waits go on while nothing happens. */
const TICK_MS = 250;

const live = new LiveRecording();
const app = new App(live, draw);
const machines = new MachinesPanel(app);
const chart = new ChartPanel(() => app.redraw());
const relations = new RelationsPanel(app);
const places = new PlacesPanel((owner) => relations.look(owner));
const events = new EventsPanel(app);
const time = new TimeBar(app, events, machines);
const [source, notice, closeLog] = [byId('source'), byId('notice'), byId('close-log')];
/** Why a panel cannot be shown. */
const problems = new Map<string, string>();
let logName = '';

const feed = new Feed(live, () => app.redraw());

const note = (text: string): void => {
  notice.hidden = text === '';
  setText(notice, text);
};
listenForLogs((recording, name) => {
  logName = name;
  app.open(recording);
}, note);
closeLog.addEventListener('click', () => {
  note('');
  app.open(live);
  machines.focusSearch();
});
setInterval(() => app.redraw(), TICK_MS);
app.redraw();

function draw(): void {
  const now = performance.now();
  const { recording, moment } = app;
  recording.hold(app.paused === undefined ? undefined : moment);
  recording.seek(moment);
  app.chosen = machineToShow(app);
  const { chosen } = app;
  const state = chosen && recording.stateOf(chosen);
  const parts: Readonly<Record<string, () => void>> = {
    machines: () => machines.draw(now),
    chart: () => {
      if (chosen === undefined) chart.invite(invitation);
      else chart.show(chosen, state, timeText(recording.timeOf(moment), recording.time));
    },
    places: () => places.show(chosen, state, app.now),
    relations: () => relations.draw(now),
    events: () => events.draw(),
  };
  drawApart(parts, problems, sayIn, reportError);
  time.draw();
  drawSource();
}

/** In the heading of its panel, where nothing is written over it. */
function sayIn(panel: string, problem: string): void {
  const head = byId(panel).firstElementChild;
  head?.querySelector('.problem')?.remove();
  if (problem !== '') head?.append(element('span', { class: 'problem', role: 'alert' }, problem));
}

function drawSource(): void {
  const isLog = app.recording !== live;
  closeLog.hidden = !isLog;
  const isHeard = feed.state === 'connected' || feed.isTold;
  source.classList.toggle('live', !isLog && isHeard && live.programs.some(({ isGone }) => !isGone));
  setText(source, isLog ? `The log ${logName}` : sourceText(feed, live));
}

/** What to do while there is nothing to see. */
function invitation(): HTMLElement {
  return element(
    'div',
    { class: 'empty' },
    'Connect a program: ',
    element(
      'code',
      {},
      "import { connectInspector } from 'lockchart/inspect';\n",
      `const { inspect } = connectInspector({ url: '${location.href}' });\n`,
      "const lock = new SharedLock('config', { inspect });",
    ),
    'or open the log of a run: ',
    element('code', {}, 'npx lockchart run --log run.log'),
    'Nothing leaves this computer.',
  );
}
