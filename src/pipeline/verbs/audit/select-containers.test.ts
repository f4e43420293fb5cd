import { expect, test } from "vitest";
import { engineFilter } from "./select-containers.ts";
import { countedEngine } from "../../containers/counted-engine.ts";
import type { Engine, EngineRequest } from "../../../sources/engine/types.ts";

const choice = (...filters: string[]) => ({ names: [], filters, stopped: false });

test("passes filters to the engine, and a project as a label of Compose", () => {
  expect(engineFilter(choice("label=a", "label=b=c", "project=shop", "name=web"))).toEqual({
    all: false,
    filters: { label: ["a", "b=c", "com.docker.compose.project=shop"], name: ["web"] },
  });
  expect(engineFilter({ ...choice(), stopped: true })).toEqual({ all: true, filters: {} });
});

test.each(["web", "name", "name=", "status=running", "=x", ""])("refuses the filter %j", (filter) => {
  expect(() => engineFilter(choice(filter))).toThrow(expect.objectContaining({ code: "bad-usage" }));
});

test("counts calls by kind, and refuses all but read-only ones before they reach the engine", async () => {
  const asked: EngineRequest[] = [];
  const engine = {
    call: async (request: EngineRequest) => void asked.push(request),
    open: async (request: EngineRequest) => void asked.push(request),
  } as unknown as Engine;
  const counted = countedEngine(engine);
  await counted.engine.call({ method: "GET", path: "/containers/abc/json" });
  await counted.engine.call({ method: "GET", path: "/containers/def/json" });
  await counted.engine.open({ method: "GET", path: "/events" });
  expect(counted.calls()).toEqual([
    { call: "GET /containers/{id}/json", times: 2 },
    { call: "GET /events", times: 1 },
  ]);
  expect(() => counted.engine.call({ method: "POST", path: "/containers/abc/stop" })).toThrow("audit only looks");
  expect(asked).toHaveLength(3);
});
