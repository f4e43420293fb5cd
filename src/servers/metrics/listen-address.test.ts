import { expect, test } from "vitest";
import { listenAddress } from "./listen-address.ts";

test.each([
  ["9464", { host: "127.0.0.1", port: 9464 }],
  ["127.0.0.1:9464", { host: "127.0.0.1", port: 9464 }],
  ["127.9.9.9:1", { host: "127.9.9.9", port: 1 }],
  ["[::1]:0", { host: "::1", port: 0 }],
  ["localhost:80", { host: "127.0.0.1", port: 80 }],
])("%s", (text, expected) => {
  expect(listenAddress(text, false)).toEqual(expected);
});

test.each(["0.0.0.0:9464", "[::]:9464", "192.0.2.1:9464", "[::ffff:127.0.0.1]:9464"])(
  "treats %s as reachable by others",
  (text) => {
    expect(() => listenAddress(text, false)).toThrow(
      expect.objectContaining({ code: "bad-usage", hint: expect.stringContaining("--metrics-anywhere") }),
    );
    expect(listenAddress(text, true).port).toBe(9464);
  },
);

test.each(["", ":", "x", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "example.com:80", "::1:9464", "1.2.3:80", "-1"])(
  "rejects the address %j",
  (text) => {
    expect(() => listenAddress(text, true)).toThrow(expect.objectContaining({ code: "bad-usage" }));
  },
);
