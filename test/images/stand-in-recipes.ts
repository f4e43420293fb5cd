/** One stand-in for an official base image that cannot be pulled. */
export interface Recipe {
  /** Its own name, never an official tag. */
  readonly image: string;
  readonly official: string;
  /** Debian release that the official image is, or may be, built on. */
  readonly suite: "bullseye" | "bookworm" | "trixie";
  readonly packages: readonly string[];
  readonly language: "python" | "node";
  readonly cmd: readonly string[];
  /** What a reader must know before taking it for the official image. */
  readonly differs: string;
}

const common = ["ca-certificates", "netbase", "tzdata"];

export const recipes: readonly Recipe[] = [
  {
    image: "hullproof-stand-in/python:bullseye",
    official: "python:3.8-slim",
    suite: "bullseye",
    packages: [...common, "python3"],
    language: "python",
    cmd: ["python3"],
    differs: "Debian's own Python 3.9 (Debian never had 3.8), without pip",
  },
  {
    image: "hullproof-stand-in/python:trixie",
    official: "python:3.13-slim",
    suite: "trixie",
    packages: [...common, "python3"],
    language: "python",
    cmd: ["python3"],
    differs: "Debian's own Python 3.13, without pip",
  },
  {
    image: "hullproof-stand-in/node:bookworm",
    official: "node:22-slim",
    suite: "bookworm",
    packages: [...common, "libstdc++6"],
    language: "node",
    cmd: ["node"],
    differs: "Node 24 from the npm package `node` instead of 22, without npm and yarn",
  },
  {
    image: "hullproof-stand-in/node:trixie",
    official: "node:24-slim",
    suite: "trixie",
    packages: [...common, "libstdc++6"],
    language: "node",
    cmd: ["node"],
    differs: "Debian 13 below it, Node from the npm package `node`, without npm and yarn",
  },
];
