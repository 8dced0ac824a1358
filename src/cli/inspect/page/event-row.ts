/** One event: an arrow from lane to lane, and what came of it. */
import type { EventRow, Lane, Party } from '../view/recording.ts';
import { element, nameElement, setName, setText } from './dom.ts';

const LANES: readonly Lane[] = ['owner', 'manager', 'set', 'machine'];
/** The columns after the lanes. */
const END = LANES.length + 2;

export function makeRow(): HTMLElement {
  const party = (): HTMLElement => element('span', { class: 'party' }, nameElement());
  const line = element('span', { class: 'line' }, element('b'));
  const outcome = element('span', { class: 'outcome' }, element('b'), element('span'));
  const stamp = element('span', { class: 'stamp' }, element('time'), element('span', { class: 'muted' }));
  return element('div', {}, stamp, element('span', { class: 'wire' }, party(), line, party()), outcome);
}

export function fillRow(row: HTMLElement, event: EventRow, time: string, namesProgram: boolean): void {
  const [stamp, wire, outcome] = row.children as unknown as readonly HTMLElement[];
  const [clock, program] = (stamp?.children ?? []) as unknown as readonly HTMLElement[];
  const [from, line, to] = (wire?.children ?? []) as unknown as readonly HTMLElement[];
  const [states, said] = (outcome?.children ?? []) as unknown as readonly HTMLElement[];
  if (!clock || !program || !wire || !from || !line || !to || !outcome || !states || !said) return;
  const path = event.path.join(' → ');
  const hasOutcome = path !== '' || event.said !== '';
  const { way, first, end } = stretchOf(event, hasOutcome);
  wire.className = `wire ${way}${event.isAnswer ? ' answer' : ''}`;
  wire.style.gridColumn = `${first} / ${end}`;
  setText(clock, time);
  setText(program, namesProgram ? event.program : '');
  put(from, event.from.name);
  // Its name without an end would be cut where there is room for it.
  setText(line.firstElementChild ?? line, event.label);
  put(to, event.to.name === event.from.name && way === 'here' ? '' : event.to.name);
  line.classList.toggle('bare', way === 'here' && (from.hidden !== false || to.hidden !== false));
  outcome.hidden = !hasOutcome;
  setText(states, path);
  setText(said, event.said);
  outcome.title = `${path} ${event.said}`.trim();
}

/** The columns of its arrow; within one lane also those beside it, for nobody else needs them. */
function stretchOf({ from, to }: EventRow, hasOutcome: boolean) {
  const [start, end] = [columnOf(from), columnOf(to)];
  if (start !== end) {
    const way = start < end ? 'right' : 'left';
    return { way, first: Math.min(start, end), end: Math.max(start, end) + 1 };
  }
  const isLast = start === END - 1;
  return { way: isLast ? 'here last' : 'here', first: isLast ? 2 : start, end: hasOutcome ? END : END + 1 };
}

function put(party: HTMLElement, name: string): void {
  setName(party.firstElementChild ?? party, name);
  party.hidden = name === '';
}

const columnOf = ({ lane }: Party): number => LANES.indexOf(lane) + 2;
