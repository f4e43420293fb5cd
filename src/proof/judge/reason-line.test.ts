import { expect, it } from "vitest";
import { reasonLine } from "./reason-line.ts";

it.each<[string, readonly string[], string | undefined]>([
  [
    "Node",
    [
      "/app/x.js:3",
      "    throw new Error('no URL')",
      "    ^",
      "",
      "Error: no URL",
      "    at Object.<anonymous> (/app/x.js:3:9)",
      "    at Module._compile (node:internal/modules)",
      "",
      "Node.js v24.1.0",
    ],
    "Error: no URL",
  ],
  [
    "Python",
    [
      "Traceback (most recent call last):",
      '  File "app.py", line 3, in <module>',
      "    os.environ['URL']",
      "KeyError: 'URL'",
    ],
    "KeyError: 'URL'",
  ],
  [
    "Go",
    ["panic: URL must be set", "", "goroutine 1 [running]:", "main.main()", "\t/src/main.go:9 +0x1d"],
    "panic: URL must be set",
  ],
  [
    "Java",
    [
      'Exception in thread "main" java.lang.RuntimeException',
      "\tat Main.main(Main.java:3)",
      "Caused by: java.net.ConnectException: Connection refused",
      "\t... 1 more",
    ],
    "Caused by: java.net.ConnectException: Connection refused",
  ],
  ["a shell", ["starting", "/entry.sh: line 3: URL: URL is required"], "/entry.sh: line 3: URL: URL is required"],
  [
    "nginx",
    ['nginx: [emerg] host not found in upstream "api" in /etc/nginx/nginx.conf:9', "bye"],
    'nginx: [emerg] host not found in upstream "api" in /etc/nginx/nginx.conf:9',
  ],
  ["an indented reason alone", ["start", "   ERROR no database"], "ERROR no database"],
  ["no reason", ["one", "two", ""], "two"],
  ["nothing", ["", "  "], undefined],
  ["one long line", [`error ${"x".repeat(400)}`], `error ${"x".repeat(193)}…`],
])("finds the reason in the log of %s", (_name, lines, expected) => {
  expect(reasonLine(lines)).toBe(expected);
});
