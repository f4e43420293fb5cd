// The job that comments, run by bash with a `gh` that answers as GitHub does and writes down what it is asked for.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { parse } from "yaml";

const recipe = parse(readFileSync(join(import.meta.dirname, "../docs/guide/ci/github-comment.yml"), "utf8")) as {
  readonly jobs: { readonly comment: { readonly steps: readonly { readonly run: string }[] } };
};
const script = recipe.jobs.comment.steps[0]?.run ?? "";

/** `pulls` only of the branch of the fork: GitHub knows no pull request of a commit that this repository has not. */
const gh = `#!/usr/bin/env bash
printf '%s\\n' "$*" >>"$CALLS"
case "$1 $2" in
  "run download") mkdir -p "$RUNNER_TEMP/report"; cp -P "$REPORT" "$RUNNER_TEMP/report/hullproof.md" ;;
  "pr comment") cp "$RUNNER_TEMP/comment.md" "$POSTED" ;;
esac
case "$*" in
  *"/pulls -f state=open -f head=someone:fix"*) echo "$PULL" ;;
  *"/issues/7/comments "*) printf '%s' "$COMMENTS" ;;
  *PATCH*) cp "$RUNNER_TEMP/comment.md" "$POSTED" ;;
esac
`;

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

function comment(report: string, { pull = "7", comments = "", link = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "hullproof-comment-"));
  folders.push(folder);
  const path = (name: string) => join(folder, name);
  mkdirSync(path("bin"));
  writeFileSync(path("bin/gh"), gh, { mode: 0o755 });
  writeFileSync(path("calls"), "");
  if (link) symlinkSync("/etc/hostname", path("report.md"));
  else writeFileSync(path("report.md"), report);
  const env = {
    PATH: `${path("bin")}:/usr/bin:/bin`,
    RUNNER_TEMP: folder,
    CALLS: path("calls"),
    POSTED: path("posted"),
    REPORT: path("report.md"),
    PULL: pull,
    COMMENTS: comments,
    GH_REPO: "team/app",
    RUN_ID: "1",
    HEAD_SHA: "a".repeat(40),
    HEAD_OWNER: "someone",
    HEAD_BRANCH: "fix",
  };
  const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-e", "-c", script], { env, encoding: "utf8" });
  const posted = () => readFileSync(path("posted"), "utf8");
  return { status, stdout, stderr, calls: readFileSync(path("calls"), "utf8"), posted };
}

describe("the comment on a pull request", () => {
  it("is made for one of a fork, in a block of code", () => {
    const { status, stderr, posted } = comment("# Found\n@team ![x](y)\n");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(posted()).toBe("<!-- hullproof -->\n### hullproof\n\n    # Found\n    @team ![x](y)\n");
  });

  it("takes the place of the one before, and of no other", () => {
    const { status, calls } = comment("new\n", { comments: "41\n42\n" });
    expect(status).toBe(0);
    expect(calls).toContain("PATCH repos/team/app/issues/comments/41 ");
    expect(calls).not.toContain("pr comment");
  });

  it.each([
    ["ends within a character", `${"a".repeat(39_999)}€`],
    ["has very many lines", "x\n".repeat(200_000)],
    ["is no UTF-8", "\ud800\u0000"],
  ])("is made where the report %s, and no longer than GitHub takes", (_, report) => {
    const { status, posted } = comment(report);
    expect(status).toBe(0);
    expect(posted().length).toBeLessThan(65_536);
  });

  it("is not made of a link, nor without a pull request", () => {
    expect(comment("", { link: true })).toMatchObject({ status: 1, stdout: "the artifact holds no report\n" });
    const { status, calls } = comment("x", { pull: "" });
    expect(status).toBe(0);
    expect(calls).not.toMatch(/pr comment|PATCH/);
  });
});
