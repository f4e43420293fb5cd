import { expect, it } from "vitest";
import { plantedFiles, plantedValues } from "../../../test/planted-files.ts";
import { requestSources } from "../../formats/requests/index.ts";
import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import { openEarlierAnswers } from "./earlier-answers.ts";
import { withoutRecordedValues } from "./recorded-values.ts";

function read(file: string, text: string): string {
  const inOrder = requestSources.toSorted((a, b) => Number(a.isVague ?? false) - Number(b.isVague ?? false));
  const source = inOrder.find((one) => one.recognizes(file, text.slice(0, 8192)));
  if (source === undefined) throw new Error(`${file} is not recognized`);
  const reader = source.open(file);
  reader.push(Buffer.from(text));
  const { requests, notes } = reader.finish();
  expect(requests.length).toBeGreaterThan(0);
  const earlier = openEarlierAnswers(() => true);
  const variables = new Map<string, number>();
  const safe = requests.map((request): RecordedRequest => {
    const { answer: _, ...changed } = withoutRecordedValues(
      request,
      new Set(["users", "login", "name", "mail"]),
      earlier,
      (field) => {
        variables.set(field, (variables.get(field) ?? 0) + 1);
        return `\${WORKLOAD_${field.toUpperCase().replaceAll(/\W/gu, "_")}}`;
      },
    );
    earlier.add(request);
    return changed;
  });
  return JSON.stringify({ safe, notes });
}

it.each(plantedFiles)("keeps none of 500 planted values of %s", (file, text) => {
  const result = read(file, text);
  const kept = plantedValues.filter((value) => result.includes(value) || result.includes(encodeURIComponent(value)));
  expect(kept).toEqual([]);
});

const harmless = [
  ..."page limit offset per_page size count year depth width top"
    .split(" ")
    .flatMap((name) => ["1", "2", "20", "100"].map((value) => `${name}=${value}`)),
  ..."sort order direction view mode lang category type status action"
    .split(" ")
    .flatMap((name) =>
      "name books asc list grid en open login price date".split(" ").map((value) => `${name}=${value}`),
    ),
  ..."active archived all draft public local full raw deep open done seen used new old"
    .split(" ")
    .flatMap((name) => ["true", "false", "on", "off"].map((value) => `${name}=${value}`)),
];
const words = new Set("name books asc list grid en open login price date shop".split(" "));

it("keeps 200 harmless values readable", () => {
  expect(harmless).toHaveLength(200);
  const earlier = openEarlierAnswers(() => true);
  const headers = {
    accept: "application/json",
    "content-type": "application/json",
    "x-requested-with": "XMLHttpRequest",
  };
  for (const pair of harmless) {
    const request: RecordedRequest = {
      method: "GET",
      target: `/shop?${pair}`,
      headers,
      values: "recorded",
      at: "entry 1",
    };
    const changed = withoutRecordedValues(request, words, earlier, () => "${WORKLOAD_X}");
    expect(changed.target).toBe(`/shop?${pair}`);
    expect(changed.headers).toEqual(headers);
  }
});
