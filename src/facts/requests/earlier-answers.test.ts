import { expect, it } from "vitest";
import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import { openEarlierAnswers } from "./earlier-answers.ts";

const answered = (body: string, headers: Record<string, string> = {}): RecordedRequest => ({
  method: "GET",
  target: "/page",
  headers: {},
  status: 200,
  answer: { headers, body },
  values: "recorded",
  at: "entry 1",
});

/** What the capture of a field reads from another answer of the same form. */
function capturedFrom(recorded: string, later: string, sent: readonly [field: string, value: string, page?: string]) {
  const earlier = openEarlierAnswers(() => true);
  earlier.add(answered(""));
  const request = answered(recorded);
  earlier.add(request);
  const name = earlier.captureOf(...sent);
  if (name === undefined) return undefined;
  const capture = earlier.capturesOf(request)?.[name];
  return capture !== undefined && "pattern" in capture
    ? new RegExp(capture.pattern, "us").exec(later)?.[1]
    : JSON.stringify(capture);
}

it.each<[string, string, string, string, string?]>([
  ["a hidden field", "token_name", '<input type="hidden" name="token_name" value="VALUE">', "token_name"],
  ["a hidden field, value first", "ticket", "<input value='VALUE' name='ticket'>", "ticket"],
  [
    "the selected option",
    "currency",
    '<select name="currency"><option value="other-1">a<option value="VALUE" selected>b</select>',
    "currency",
  ],
  [
    "the selected option, attribute first",
    "zone",
    "<select name='zone'>\n<option selected='selected' value='VALUE'>b</select>",
    "zone",
  ],
  ["a link's query", "order", '<a href="/orders?order=VALUE">', "order"],
  ["a link's query behind an entity", "order", '<a href="/orders?a=1&amp;order=VALUE">', "order"],
  ["an encoded name of a link", "load[a]", '<link href="x.php?load%5Ba%5D=VALUE">', "load[a]"],
  ["a nonce of a script", "_wpnonce", 'var x = {"nonce":"VALUE"}', "_wpnonce"],
  ["a nonce that a function gets", "x-wp-nonce", 'useNonce( "VALUE" )', "x-wp-nonce"],
  ["a meta tag", "authenticity", '<meta name="csrf-token" content="VALUE">', "authenticity"],
  ["a value alone", "nonce", " VALUE\n", "nonce"],
])("captures %s, and finds the next value of it", (_, field, form) => {
  const at = (value: string) => form.replace("VALUE", value);
  expect(capturedFrom(at("b43965134f"), at("77ac00dd12"), [field, "b43965134f"])).toBe("77ac00dd12");
});

it("takes the link to the page that is asked for, and not another page's", () => {
  const body = (value: string) =>
    `<link href="/load-scripts.php?v=${value}-scripts"><link href="/load-styles.php?v=${value}-styles">`;
  const sent = ["v", "abcdef-styles", "load-styles.php"] as const;
  expect(capturedFrom(body("abcdef"), body("012345"), sent)).toBe("012345-styles");
});

it.each([
  ["an option that is not selected", '<select name="zone"><option value="b43965134f">b</select>', "zone", "b43965134f"],
  ["another field's value", '<input name="other" value="b43965134f">', "zone", "b43965134f"],
  ["a text of the page", "<p>b43965134f</p>", "zone", "b43965134f"],
  ["a short value", '<input name="zone" value="b4">', "zone", "b4"],
])("captures nothing from %s", (_, body, field, value) => {
  expect(capturedFrom(body, body, [field, value])).toBeUndefined();
});

it("captures nothing that the first request sends already, and one value once", () => {
  const earlier = openEarlierAnswers(() => true);
  earlier.add({ ...answered(""), target: "/?zone=b43965134f" });
  earlier.add(answered('<input name="zone" value="b43965134f"><input name="other" value="77ac00dd12">'));
  expect(earlier.captureOf("zone", "b43965134f")).toBeUndefined();
  expect(earlier.captureOf("other", "77ac00dd12")).toBe("other");
  expect(earlier.captureOf("again", "77ac00dd12")).toBe("other");
});

it("takes the nearest answer that has the value", () => {
  const earlier = openEarlierAnswers(() => true);
  const [first, second] = [1, 2].map(() => answered('<input name="zone" value="b43965134f">'));
  for (const request of [answered(""), first!, second!]) earlier.add(request);
  earlier.captureOf("zone", "b43965134f");
  expect([earlier.capturesOf(first!), Object.keys(earlier.capturesOf(second!) ?? {})]).toEqual([undefined, ["zone"]]);
});
