import { expect, test } from "vitest";
import type { FileWork, LifecycleOutcome, Trial } from "../../domain/workload/trial.ts";
import { isBrokenLife } from "./broken-life.ts";
import { judgeBehaviour, learnNoise } from "./judge.ts";
import { trial } from "./trial-fixture.ts";

const [plain] = trial([{}]).lives;
if (plain === undefined) throw new Error("a trial has a life");

function life(files: Partial<FileWork>, uid = 33): LifecycleOutcome {
  const state = {
    program: "/bin/web",
    parents: [],
    uids: [uid, uid, uid],
    gids: [33, 33, 33],
    groups: [33],
    root: "/",
    looks: 2,
  };
  return {
    ...plain,
    files: { written: [], empty: [], removed: [], ...files },
    processes: { looks: 2, method: "proc", states: [state] },
  } as unknown as LifecycleOutcome;
}

const of = (...lives: LifecycleOutcome[]): Trial => ({ ...trial([]), lives });
const original = of(
  life({ written: ["/srv/a", "/var/cache/x"], removed: ["/srv/old"] }),
  life({ written: ["/srv/a", "/srv/b"] }),
);
const noise = learnNoise(original, original);
const reference = { processes: noise.processes, otherImage: false, files: noise.lives };
const isBroken = (one: LifecycleOutcome, at = 0) => isBrokenLife(at, one, reference, {});

test.each([
  ["all done", life({ written: ["/srv/a", "/var/cache/x"], removed: ["/srv/old"] }), false],
  ["only a cache is missing", life({ written: ["/srv/a"], removed: ["/srv/old"] }), false],
  ["more was done", life({ written: ["/srv/a", "/srv/z"], removed: ["/srv/old"] }), false],
  ["a file is missing", life({ written: ["/var/cache/x"], removed: ["/srv/old"] }), true],
  ["a file is empty", life({ written: ["/srv/a"], empty: ["/srv/a"], removed: ["/srv/old"] }), true],
  ["a file is still there", life({ written: ["/srv/a"] }), true],
  ["it stayed root", life({ written: ["/srv/a"], removed: ["/srv/old"] }, 0), true],
])("%s: a life is broken exactly if the judge finds a problem in it", (_, one, broken) => {
  expect(isBroken(one)).toBe(broken);
  const second = life({ written: ["/srv/a", "/srv/b"] });
  expect(judgeBehaviour(original, noise, of(one, second)).problems.length > 0).toBe(broken);
});

test("expects the original's final work in each life", () => {
  expect(isBroken(life({ written: ["/srv/a"] }), 1)).toBe(true);
  expect(isBroken(life({ written: ["/srv/a", "/srv/b"] }), 1)).toBe(false);
  // What can't be seen breaks nothing here: the log has to do, when all of it is there.
  const { files: _, ...unseen } = life({});
  expect(isBroken(unseen as LifecycleOutcome)).toBe(false);
});

test("reports the cause of a missing restart, and a missing life without a cause", () => {
  const one = judgeBehaviour(original, noise, of(life({ removed: ["/srv/old"] }))).problems;
  expect(one).toEqual(["not written, as the original does: /srv/a"]);
  const cut = judgeBehaviour(original, noise, of(life({ written: ["/srv/a"], removed: ["/srv/old"] }))).problems;
  expect(cut).toEqual(["life 2 of the container is missing"]);
  // Lines of a log explain nothing: they may be chance.
  const said = { ...of(life({ written: ["/srv/a"], removed: ["/srv/old"] })), logShapes: ["open: <refused>"] };
  expect(judgeBehaviour(original, noise, said).problems[0]).toBe("life 2 of the container is missing");
});
