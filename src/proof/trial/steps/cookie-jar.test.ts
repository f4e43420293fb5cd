import { expect, it } from "vitest";
import { openCookieJar } from "./cookie-jar.ts";

const day = Date.parse("2026-01-01T00:00:00Z");

function jarAt(clock = { ms: 0 }) {
  return openCookieJar(
    () => clock.ms,
    () => day + clock.ms,
  );
}

it("sends a cookie to its path and below", () => {
  const jar = jarAt();
  jar.store(["a=1; Path=/shop", "b=2; Path=/"], "/shop/login");
  expect(jar.header("/shop/cart?x=1", false)).toBe("a=1; b=2");
  expect(jar.header("/shopping", false)).toBe("b=2");
});

it("uses the directory of the request as the path of a cookie without one", () => {
  const jar = jarAt();
  jar.store(["a=1"], "/shop/login?next=/x");
  expect(jar.header("/shop/cart", false)).toBe("a=1");
  expect(jar.header("/", false)).toBeUndefined();
});

it("replaces a cookie of the same name and path, and deletes one that expired", () => {
  const jar = jarAt();
  jar.store(["a=1; Path=/", "a=2; Path=/"], "/");
  expect(jar.header("/", false)).toBe("a=2");
  jar.store(["a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "/");
  expect(jar.header("/", false)).toBeUndefined();
});

it("drops a cookie after its max-age, which takes precedence over expires", () => {
  const clock = { ms: 0 };
  const jar = jarAt(clock);
  jar.store(["a=1; Path=/; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "/");
  clock.ms = 9999;
  expect(jar.header("/", false)).toBe("a=1");
  clock.ms = 10_000;
  expect(jar.header("/", false)).toBeUndefined();
});

it("keeps secure cookies for TLS", () => {
  const jar = jarAt();
  jar.store(["a=1; Path=/; Secure"], "/");
  expect(jar.header("/", false)).toBeUndefined();
  expect(jar.header("/", true)).toBe("a=1");
});

it("limits the number of cookies", () => {
  const jar = jarAt();
  for (let round = 0; round < 20; round++)
    jar.store(
      Array.from({ length: 100 }, (_, at) => `c${round}x${at}=1; Path=/`),
      "/",
    );
  jar.store([`big=${"x".repeat(10_000)}; Path=/`], "/");
  expect(jar.header("/", false)?.split("; ")).toHaveLength(100);
});
