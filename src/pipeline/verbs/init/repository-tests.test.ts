import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findTests } from "./repository-tests.ts";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "hullproof-test-"))));
afterEach(() => rmSync(cwd, { recursive: true }));

function findIn(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return findTests(cwd);
}

it("reports the host of a k6 script, and that it never fails", () => {
  const script = 'import http from "k6/http";\nexport default () => http.get("https://shop.example/");\n';
  const [test] = findIn({ "load/shop.js": script });
  expect(test?.command).toEqual(["k6", "run", "load/shop.js"]);
  expect(test?.notes.map((note) => note.split(",", 1)[0])).toEqual([
    "it calls shop.example and not HULLPROOF_URL",
    "it has no thresholds",
  ]);
});

it("reports nothing about one that calls the container and can fail", () => {
  const script =
    "import http from 'k6/http';\nexport const options = { thresholds: { checks: ['rate==1'] } };\nhttp.get(__ENV.HULLPROOF_URL ?? 'http://localhost');\n";
  expect(findIn({ "load.ts": script })).toEqual([{ command: ["k6", "run", "load.ts"], notes: [] }]);
});

it("finds pytest once, and Artillery", () => {
  const artillery = "config:\n  target: http://localhost:3000\nscenarios: []\n";
  expect(
    findIn({ "tests/test_a.py": "", "tests/test_b.py": "", "a.yml": artillery }).map(({ command }) => command),
  ).toEqual([
    ["artillery", "run", "a.yml"],
    ["pytest", "-q"],
  ]);
});

it("skips packages, and does not mistake other scripts and documents for tests", () => {
  expect(
    findIn({
      "node_modules/x/load.js": 'import "x" from "k6";',
      ".venv/lib/test_a.py": "",
      "app.js": 'import http from "node:http";',
      "compose.yaml": "services: {}\n",
    }),
  ).toEqual([]);
});
