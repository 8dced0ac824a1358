/** What is seen of a picture through a box: from the whole of it to a detail. */
import type { Rectangle, Size } from '../chart/layout.ts';

export interface View {
  /** The point of the picture that is in the middle of the box. */
  readonly x: number;
  readonly y: number;
  /** Pixels of the box for each unit of the picture. */
  readonly scale: number;
}

/** Letters of more than 7 pixels, of 11 in the picture. */
const READABLE = 0.66;
const SMALL = 0.54;
const FITS_UP_TO = 1.3;
const NEAREST = 4;

/** All of it, but never drawn much larger than it is. */
export function fitted(picture: Size, box: Size): View {
  const scale = Math.min(box.width / picture.width, box.height / picture.height, FITS_UP_TO);
  return { x: picture.width / 2, y: picture.height / 2, scale };
}

/** All of it if it can be read then; else the part around what matters. */
export function readable(picture: Size, box: Size, around: Rectangle | undefined): View {
  const whole = fitted(picture, box);
  if (whole.scale >= READABLE || around === undefined) return whole;
  // What matters is seen whole if that costs little.
  const all = Math.min(box.width / around.width, box.height / around.height);
  const scale = Math.min(READABLE, Math.max(SMALL, all));
  const middle = { x: around.x + around.width / 2, y: around.y + around.height / 2, scale };
  return kept(middle, picture, box);
}

/** `from`: the pixel, counted from the middle of the box, whose point stays where it is. */
export function zoomed(
  view: View,
  factor: number,
  from: { readonly x: number; readonly y: number },
  picture: Size,
  box: Size,
): View {
  const farthest = Math.min(fitted(picture, box).scale, READABLE) / 2;
  const scale = Math.max(farthest, Math.min(NEAREST, view.scale * factor));
  const part = 1 / view.scale - 1 / scale;
  return kept({ x: view.x + from.x * part, y: view.y + from.y * part, scale }, picture, box);
}

/** By so many pixels of the box. */
export function moved(view: View, right: number, down: number, picture: Size, box: Size): View {
  return kept({ ...view, x: view.x + right / view.scale, y: view.y + down / view.scale }, picture, box);
}

/** The part of the picture that the box shows. */
export function partSeen({ x, y, scale }: View, box: Size): Rectangle {
  const [width, height] = [box.width / scale, box.height / scale];
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** Not past the edges; what is smaller than the box stands in its middle. */
function kept({ x, y, scale }: View, picture: Size, box: Size): View {
  const within = (at: number, length: number, sight: number): number =>
    sight >= length ? length / 2 : Math.max(sight / 2, Math.min(length - sight / 2, at));
  return {
    x: within(x, picture.width, box.width / scale),
    y: within(y, picture.height, box.height / scale),
    scale,
  };
}
