// A few kills here; `npm run faults` does a hundred.
import { expect, it } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { long } from "../long.ts";
import { seed } from "../seed.ts";
import { killAtRandom } from "./killed-at-random.ts";

const kills = long ? 20 : 2;

it.runIf(long)(
  `${kills} SIGKILLs at random moments (seed ${seed}) leave nothing once the next run is over, which works`,
  async () => {
    const { code, told, left } = await killAtRandom(await connect(), { seed, kills, withinMs: 9_000 });
    expect(left).toEqual([]);
    expect([0, 1], told).toContain(code);
  },
);
