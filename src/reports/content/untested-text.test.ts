import { expect, it } from "vitest";
import { besideProof, brokenToolText, setIdText, toolNeedsText } from "./untested-text.ts";

const tool = { command: ["redis-cli", "ping"], problem: "exit code 1: Permission denied" };

it("shows the output of a command, and the flags that restore it", () => {
  expect(brokenToolText(tool)).toBe("redis-cli ping: exit code 1: Permission denied");
  expect(toolNeedsText({ ...tool, needs: ["without --read-only", "with --cap-add CHOWN"] })).toBe(
    "works without --read-only and with --cap-add CHOWN",
  );
});

it("does not guess which restriction breaks a command", () => {
  expect(toolNeedsText(tool)).toBe("which restriction stops it is not known");
});

it("lists broken commands next to the verdict, and set-ID programs only in their section", () => {
  expect(besideProof({ brokenTools: [tool] })).toBe("Stops working by docker exec: redis-cli ping.");
  expect(besideProof({})).toBe("");
  expect(setIdText(["/usr/bin/su"])).toBe("/usr/bin/su: no setuid or setgid under no-new-privileges");
});
