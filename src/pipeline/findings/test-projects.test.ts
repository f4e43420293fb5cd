import { describe, expect, it } from "vitest";
import { compose, levels } from "../../../test/check/checked-text.ts";

describe("a Compose file whose plain up is a run of tests", () => {
  const project = (lines: string, more = "") =>
    levels(
      compose(
        `services:\n  app:\n    build: .\n    privileged: true\n    depends_on: [db]\n  db:\n    image: example/db:1\n${more}  checks:\n    ${lines}\n`,
      ),
      "capabilities/privileged",
    );
  const afterApp = "depends_on: [app]";
  const byApp = `image: example/checks:1\n    ${afterApp}`;
  it.each([
    "npx --yes playwright test",
    "cypress run --browser chrome",
    "pytest -q tests",
    "npx jest",
    "node_modules/.bin/vitest run",
    "newman run shop.json",
    "k6 run /load.js",
    "go test ./...",
    "npm test",
    "yarn run test:e2e",
    "['sh', '-c', 'npm ci && npm run test']",
    "python -m unittest discover",
    "mvn -B verify",
    "./run-tests.sh",
    "bundle exec rspec",
    "make -C app e2e",
  ])("is lower by one: %s", (command) => {
    expect(project(`${byApp}\n    command: ${command}`)).toEqual(["warning"]);
    expect(project(`${byApp}\n    entrypoint: ${command}`)).toEqual(["warning"]);
  });
  it("keeps its warnings", () => {
    const text = `services:\n  db:\n    image: postgres:18\n    ports: ["5432:5432"]\n  checks:\n    image: example/checks:1\n    command: npm test\n    depends_on: [db]\n`;
    expect(levels(compose(text), "capabilities/open-data-port")).toEqual(["warning"]);
  });
  it.each([
    `image: cypress/included:15.7.0\n    ${afterApp}`,
    `image: docker.io/grafana/k6\n    command: run /load.js\n    ${afterApp}`,
    "build: .\n    command: npm test\n    depends_on:\n      app: {condition: service_healthy}",
  ])("is lower by one: %j", (lines) => {
    expect(project(lines)).toEqual(["warning"]);
  });

  const other = "  mail:\n    image: example/mail:1\n";
  it.each([
    ["npm start", ""],
    ["npm run testimonials", ""],
    ["latest", ""],
    ["node server.js --jest", ""],
    ["go run ./cmd/test", ""],
    ["python manage.py runserver", ""],
    ["k6 archive load.js", ""],
    ["cypress-server", ""],
    ["npm test", other],
  ])("is none with %s beside %j", (command, more) => {
    expect(project(`${byApp}\n    command: ${command}`, more)).toEqual(["error"]);
  });
  it.each([
    // Started only on request: the others are there without it.
    `${byApp}\n    command: npm test\n    profiles: [test]`,
    "image: example/checks:1\n    command: npm test",
    "image: example/checks:1\n    command: npm test\n    depends_on: [db]",
    `image: cypress/included:15.7.0\n    entrypoint: /serve\n    ${afterApp}`,
  ])("is none: %j", (lines) => {
    expect(project(lines)).toEqual(["error"]);
  });
});
