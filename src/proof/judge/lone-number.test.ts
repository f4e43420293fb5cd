import { expect, it } from "vitest";
import { learnTemplate, mismatch } from "./body-template.ts";
import { answersOtherwise } from "./judge.ts";
import { isOfAnswers, isOfNumber, isWeak } from "./lone-number.ts";
import { trial } from "./trial-fixture.ts";

/** What is said of `trial` where both runs of the original answered `original`. */
function told(original: string, trial: string): string {
  const problem = mismatch(learnTemplate(original, original), trial);
  if (problem === undefined) throw new Error("no difference");
  return `GET /: ${answersOtherwise}${problem}`;
}

it.each([
  ['{"cpu":2}', '{"cpu":1}'],
  ['{"load":[0.52,1]}', '{"load":[0.5,1]}'],
  ['{"a":{"free":-3}}', '{"a":{"free":12e3}}'],
  ['{"up":"for 3 rounds"}', '{"up":"for 14 rounds"}'],
  ['{"workers":[1,2,3]}', '{"workers":[1]}'],
  ['[{"id":1}]', '[{"id":1},{"id":2}]'],
  ["cpu 2\n", "cpu 1\n"],
  ["12 requests, 3 of them now", "13 requests, 3 of them now"],
])("treats %s and %s as equal except for a number", (original, trial) => {
  expect(isOfNumber(told(original, trial))).toBe(true);
});

it.each([
  ['{"cpu":2}', '{"cpu":"none"}'],
  ['{"cpu":2}', '{"cpu":null}'],
  ['{"cpu":2}', '{"mem":2}'],
  ['{"list":[1,2]}', '{"list":"none"}'],
  ['{"state":"ready"}', '{"state":"starting"}'],
  ['{"user":"app"}', '{"user":"app2"}'],
  ["cpu 2\n", "no cpu\n"],
  ["uid=33(www-data)", "uid=0(root)"],
])("does not treat %s and %s as such", (original, trial) => {
  expect(isOfNumber(told(original, trial))).toBe(false);
});

it("does not treat a status, exit code, count or log as a number of a response", () => {
  for (const problem of [
    "GET /: status 500, the original's is 200",
    "exit code 1, the original's is 0",
    "GET /: the answer is cut: 3 bytes, the original's has 300",
    "new line in the log: 3 workers",
    "GET /: header x-left is 3, the original's 4",
  ])
    expect(isOfNumber(problem), problem).toBe(false);
});

it.each([
  ["worker-a for worker-b", [told('{"by":"a"}', '{"by":"b"}')], true, false],
  ["with a log line", [told('{"by":"a"}', '{"by":"b"}'), "new line in the log: turned"], true, false],
  ["a number", [told('{"n":1}', '{"n":2}')], true, true],
  ["a status as well", [told('{"by":"a"}', '{"by":"b"}'), "GET /b: status 500, the original's is 200"], false, false],
])("only concerns responses, and is weak: %s", (_, problems, ofAnswers, weak) => {
  const broken = { ...trial([]), problems };
  expect([isOfAnswers(broken), isWeak(broken)]).toEqual([ofAnswers, weak]);
});
