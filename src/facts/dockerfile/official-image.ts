import { imageUserFamilies, imageUsers } from "../../data/image-users.ts";
import type { BaseReference } from "./dockerfile.ts";

/** Docker's own library: `docker.io/library/python`, `library/python` and `python` are one. */
export function officialName(base: BaseReference | undefined): string | undefined {
  if (base?.kind !== "image") return undefined;
  const name = base.name?.replace(/^(index\.)?docker\.io\//, "").replace(/^library\//, "");
  return name === undefined || name.includes("/") ? undefined : name;
}

/** Official images whose configuration names no user, so that the container starts as root; checked in docker-library/official-images. */
const startsAsRoot = new Set(
  (
    "alpine almalinux amazoncorretto amazonlinux archlinux bash buildpack-deps busybox centos clojure composer dart debian eclipse-temurin " +
    "elixir erlang fedora gcc golang haskell julia maven node openjdk oraclelinux perl php pypy python rockylinux ruby rust sapmachine swift ubuntu"
  ).split(" "),
);

export function knownRoot(base: BaseReference | undefined): boolean {
  if (base?.kind === "scratch") return true;
  const name = officialName(base);
  return name !== undefined && startsAsRoot.has(name);
}

/** Whether the image is known to name a user itself, in the release that its tag says; one without a version is the newest. */
export function knownUser(base: BaseReference): boolean {
  if (base.kind !== "image") return false;
  const { name = "", tag = "" } = base;
  const plain = name.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
  const since = imageUsers.get(plain);
  if (since === undefined) return imageUserFamilies.some((family) => family.test(`${plain}:${tag}`));
  const [, major, minor = Infinity] = /^v?(\d+)(?:\.(\d+))?/.exec(tag) ?? [];
  const [sinceMajor = 0, sinceMinor = 0] = since.split(".").map(Number);
  if (major === undefined || since === "") return true;
  return Number(major) > sinceMajor || (Number(major) === sinceMajor && Number(minor) >= sinceMinor);
}
