/** The inspector's page: puts its parts together. */
import { SET_LOCK_NAME } from '../../../core/lock-set/commands.ts';
import { LiveRecording } from '../view/live.ts';
import type { Machine } from '../view/machine.ts';
import { App } from './app.ts';
import { ChartPanel } from './chart-panel.ts';
import { byId, element, setText } from './dom.ts';
import { EventsPanel } from './events-panel.ts';
import { Feed } from './feed.ts';
import { listenForLogs } from './logs.ts';
import { MachinesPanel } from './machines-panel.ts';
import { PlacesPanel } from './places-panel.ts';
import { RelationsPanel } from './relations-panel.ts';
import { TimeBar } from './time-bar.ts';

/** Times of waits go on while nothing happens. */
const TICK_MS = 250;

const live = new LiveRecording();
const app = new App(live, draw);
const machines = new MachinesPanel(app);
const chart = new ChartPanel();
const places = new PlacesPanel();
const relations = new RelationsPanel(app);
const events = new EventsPanel(app);
const time = new TimeBar(app, events, machines);
const [source, notice, closeLog] = [byId('source'), byId('notice'), byId('close-log')];
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
});
setInterval(() => app.redraw(), TICK_MS);
app.redraw();

function draw(): void {
  const now = performance.now();
  const { recording, moment, chosen } = app;
  recording.seek(moment);
  // Something to look at, as soon as there is something.
  if (chosen === undefined) app.chosen = machineToBeginWith();
  const state = app.chosen && recording.stateOf(app.chosen);
  machines.draw(now);
  if (app.chosen === undefined) invite();
  else chart.show(app.chosen, state);
  places.show(app.chosen, state, app.now);
  relations.draw(now);
  events.draw();
  time.draw();
  drawSource();
}

function machineToBeginWith(): Machine | undefined {
  const all = app.recording.machines;
  return all.find(({ isLock, name }) => isLock && !name.endsWith(SET_LOCK_NAME)) ?? all[0];
}

function drawSource(): void {
  const isLog = app.recording !== live;
  closeLog.hidden = !isLog;
  source.classList.toggle('live', !isLog && (feed.isConnected || feed.isTold));
  setText(source, isLog ? `The log ${logName}` : liveText());
}

function liveText(): string {
  const { titles, dropped } = live;
  const who = titles.length === 0 ? 'nobody has come yet' : titles.join(', ');
  const lost = dropped === 0 ? '' : `; ${dropped.toLocaleString('en')} messages were lost`;
  return `${feed.isConnected || feed.isTold ? 'Listening' : 'Not connected'}: ${who}${lost}`;
}

/** What to do while there is nothing to see. */
function invite(): void {
  const box = byId('chart-picture');
  if (box.firstElementChild?.className === 'empty') return;
  box.replaceChildren(
    element(
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
    ),
  );
}
