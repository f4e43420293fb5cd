import { expect, test } from "vitest";
import { containerEvents } from "./container-events.ts";

async function read(chunks: readonly string[]) {
  const stream = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk);
  })();
  return Array.fromAsync(containerEvents(stream));
}

const line = (Action: string, Type = "container") =>
  `${JSON.stringify({ Type, Action, Actor: { ID: "a".repeat(64), Attributes: { name: "web" } } })}\n`;

test("parses one event per line, in chunks of any size", async () => {
  const text = line("start") + line("die");
  const pieces = text.match(/.{1,7}/gs) ?? [];
  expect((await read(pieces)).map(({ action, name }) => [name, action])).toEqual([
    ["web", "start"],
    ["web", "die"],
  ]);
});

test.each(["\n", "null\n", "[]\n", "x\n", "{}\n", '{"Type":"container","Action":"start"}\n', line("pull", "image")])(
  "skips %j",
  async (text) => {
    expect(await read([text, line("oom")])).toMatchObject([{ action: "oom" }]);
  },
);

test("uses the short id for an event without a name", async () => {
  const text = `${JSON.stringify({ Type: "container", Action: "die", Actor: { ID: "b".repeat(64) } })}\n`;
  expect(await read([text])).toEqual([{ id: "b".repeat(64), action: "die", name: "b".repeat(12) }]);
});
