import fc from "fast-check";
import { expect, it } from "vitest";
import { squarify } from "./squarify.ts";

const box = { x: 10, y: 20, width: 600, height: 400 };

it("gives each weight its share of the area, within the box and without overlap", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 60 }), (given) => {
      const weights = given.sort((a, b) => b - a);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const places = squarify(weights, box);
      expect(places).toHaveLength(weights.length);
      for (const [at, { x, y, width, height }] of places.entries()) {
        expect(width * height).toBeCloseTo((600 * 400 * (weights[at] ?? 0)) / total, 4);
        expect(x).toBeGreaterThanOrEqual(10 - 1e-6);
        expect(y).toBeGreaterThanOrEqual(20 - 1e-6);
        expect(x + width).toBeLessThanOrEqual(610 + 1e-6);
        expect(y + height).toBeLessThanOrEqual(420 + 1e-6);
        for (const other of places.slice(at + 1)) {
          const wide = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
          const high = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
          expect(Math.min(wide, high)).toBeLessThan(1e-6);
        }
      }
    }),
  );
});

it("makes near squares of equal weights, and nothing without weights", () => {
  for (const { width, height } of squarify(
    Array.from({ length: 24 }, () => 1),
    box,
  ))
    expect(Math.max(width / height, height / width)).toBeLessThan(1.6);
  expect(squarify([], box)).toEqual([]);
  expect(squarify([5], { ...box, width: 0 })).toEqual([{ x: 10, y: 20, width: 0, height: 0 }]);
});
