/**
 * Rings of places: a line whose first knows its last. Every operation is O(1) and allocates nothing.
 */
import type { Place } from './place.ts';

/** Puts `place` at the end of the line that begins with `first`; returns the first of the line. */
export function append(first: Place | null, place: Place): Place {
  if (first === null) return place;
  insertAfter(first.previous, place);
  return first;
}

export function insertAfter(neighbour: Place, place: Place): void {
  place.previous = neighbour;
  place.next = neighbour.next;
  neighbour.next.previous = place;
  neighbour.next = place;
}

/** Takes `place` out of the line that begins with `first`; returns the first of what is left. */
export function unlink(first: Place, place: Place): Place | null {
  return place.next === place ? null : cutOut(first, place);
}

function cutOut(first: Place, place: Place): Place {
  const following = place.next;
  place.previous.next = following;
  following.previous = place.previous;
  place.previous = place;
  place.next = place;
  return first === place ? following : first;
}

/** The places of a line, which must not change meanwhile. */
export function* each(first: Place | null): Generator<Place> {
  for (let place = first; place !== null; place = after(first, place)) yield place;
}

/** The place behind `place` in the line that begins with `first`, or null at its end. */
export function after(first: Place | null, place: Place): Place | null {
  return place.next === first ? null : place.next;
}
