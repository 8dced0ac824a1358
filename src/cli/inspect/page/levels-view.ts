/** The table of where each owner of a lock manager stands. */
import type { OwnerPlaces, Places } from '../view/places.ts';
import { byId, element, nameElement } from './dom.ts';

const MOST_ROWS = 150;

export class LevelsView {
  readonly #box = byId('levels');
  #said = '';

  constructor() {
    // It is scrolled by keys.
    this.#box.tabIndex = 0;
  }

  show(places: Places): void {
    const said = JSON.stringify(places);
    if (said === this.#said) return;
    this.#said = said;
    const isEmpty = places.levels.length === 0;
    const text = 'There is no lock manager here, or nobody holds anything of it.';
    this.#box.replaceChildren(isEmpty ? element('p', { class: 'empty' }, text) : levelTable(places));
  }
}

function levelTable({ levels, owners }: Places): HTMLElement {
  const heads = levels.map((text) => element('th', { scope: 'col' }, element('span', {}, text)));
  const rows = owners
    .slice(0, MOST_ROWS)
    .map(({ owner, places }) =>
      element('tr', {}, element('td', { class: 'wide' }, nameElement(owner)), ...places.map(placeCell)),
    );
  const rest = owners.length - MOST_ROWS;
  if (rest > 0) rows.push(element('tr', {}, element('td', {}, `and ${rest} more`)));
  return element(
    'table',
    { class: 'levels' },
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'owner'), ...heads)),
    element('tbody', {}, ...rows),
  );
}

function placeCell({ held, holdsSetLock, isAsking }: OwnerPlaces['places'][number]): HTMLElement {
  const has = [held > 0 ? String(held) : '', holdsSetLock ? 'all' : '', isAsking ? 'asks' : ''];
  const text = has.filter((part) => part !== '').join(' ');
  return element('td', isAsking ? { class: 'asks' } : {}, text);
}
