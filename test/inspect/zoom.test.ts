/** What is seen of a picture through a box. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { fitted, moved, partSeen, readable, zoomed } from '../../src/cli/inspect/view/zoom.ts';

const size = fc.record({
  width: fc.integer({ min: 50, max: 3_000 }),
  height: fc.integer({ min: 50, max: 3_000 }),
});

describe('a picture in a box', () => {
  test.prop([size, size])('that fits is seen whole, and never much larger than it is', (picture, box) => {
    const { x, y, width, height } = partSeen(fitted(picture, box), box);
    expect(x).toBeLessThanOrEqual(0.001);
    expect(y).toBeLessThanOrEqual(0.001);
    expect(x + width).toBeGreaterThanOrEqual(picture.width - 0.001);
    expect(y + height).toBeGreaterThanOrEqual(picture.height - 0.001);
    expect(fitted(picture, box).scale).toBeLessThanOrEqual(1.3);
  });

  test('that cannot be read whole is seen where it matters', () => {
    const [picture, box] = [
      { width: 2_000, height: 1_000 },
      { width: 500, height: 400 },
    ];
    const around = { x: 900, y: 450, width: 100, height: 100 };
    const view = readable(picture, box, around);
    expect(view).toMatchObject({ x: 950, y: 500 });
    expect(view.scale).toBeGreaterThan(0.6);
    // At its edge nothing beside it is seen.
    const corner = partSeen(readable(picture, box, { x: 0, y: 0, width: 10, height: 10 }), box);
    expect(corner).toMatchObject({ x: 0, y: 0 });
  });

  test('is zoomed around a point that stays where it is', () => {
    const [picture, box] = [
      { width: 2_000, height: 2_000 },
      { width: 400, height: 400 },
    ];
    const before = { x: 1_000, y: 1_000, scale: 1 };
    const after = zoomed(before, 2, { x: 100, y: -50 }, picture, box);
    expect(after.scale).toBe(2);
    expect(after.x + 100 / after.scale).toBeCloseTo(before.x + 100);
    expect(after.y - 50 / after.scale).toBeCloseTo(before.y - 50);
  });

  test.prop([
    size,
    size,
    fc.array(fc.tuple(fc.integer({ min: -900, max: 900 }), fc.double({ min: 0.2, max: 5, noNaN: true }))),
  ])('is never lost from sight', (picture, box, moves) => {
    let view = readable(picture, box, undefined);
    for (const [by, factor] of moves) {
      view = moved(zoomed(view, factor, { x: by, y: by }, picture, box), by, -by, picture, box);
      const { x, y, width, height } = partSeen(view, box);
      expect(x + width).toBeGreaterThan(0);
      expect(y + height).toBeGreaterThan(0);
      expect(x).toBeLessThan(picture.width);
      expect(y).toBeLessThan(picture.height);
      expect(view.scale).toBeLessThanOrEqual(4);
    }
  });
});
