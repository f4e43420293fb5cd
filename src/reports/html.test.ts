import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { checkReport, emptyReport, hardenReport } from "../../test/reports/sample-report.ts";
import { inspectReport } from "../../test/reports/sample-full-image.ts";
import { guardText } from "./content/guard-text.ts";
import { fullProfile } from "../../test/emit/sample-profile.ts";
import { privileges } from "./content/privileges.ts";
import { ruleFindings } from "./content/rule-findings.ts";
import { renderHtml } from "./html.ts";
import { pageScript } from "./html/script.ts";
import { html } from "./html/html.ts";
import { usageCourseOf } from "./html/usage-series.ts";
import type { Finding } from "../domain/finding/finding.ts";
import type { UsageSeries } from "../domain/workload/trial.ts";

describe("html", () => {
  it("escapes every value except its own fragments", () => {
    const piece = html`<b title="${`"'><`}">${"&<b>"}</b>`;
    expect(html`<p>${piece}${[1, undefined, "<"]}</p>`.markup).toBe(
      '<p><b title="&quot;&#39;&gt;&lt;">&amp;&lt;b&gt;</b>1&lt;</p>',
    );
  });
});

describe("renderHtml", () => {
  const tags = (page: string) =>
    [...page.matchAll(/<\/?([a-zA-Z][a-zA-Z0-9]*)/g)].map(([, name]) => name!.toLowerCase());

  it.each([
    `<script>alert(1)</script>`,
    `"><img src=x onerror=alert(1)>`,
    `]]><!-- -->`,
    "</style></pre></title>",
    "' onload='",
  ])("escapes elements and attributes in %j", (venom) => {
    const { diff, emitted } = hardenReport.harden!;
    // The hostile report loses links by name, so it is compared with a harmless one of the same length.
    const pageWith = (text: string) => {
      const after = (lines: string) => lines.replaceAll(/(?<=.)$/gm, text);
      const texts = {
        diff: after(diff),
        emitted: { dockerRun: after(emitted.dockerRun), compose: after(emitted.compose) },
      };
      const poisoned = poison(hardenReport, text);
      return renderHtml({ ...poisoned, harden: { ...poisoned.harden!, ...texts } });
    };
    const page = pageWith(venom);
    expect(tags(page)).toEqual(tags(pageWith("x".repeat(venom.length))));
    expect(page.match(/ on[a-z]+="/g)).toBeNull();
  });

  it("contains one style, one script, no external files, and a policy for these two", () => {
    for (const report of [hardenReport, checkReport, emptyReport, poison(hardenReport, "</script><script>")]) {
      const page = renderHtml(report);
      const texts = (tag: string) =>
        [...page.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, "g"))].map(([, text]) => text);
      const hashes = ["script", "style"].flatMap((tag) =>
        texts(tag).map((text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`),
      );
      expect(hashes).toHaveLength(2);
      expect(page.replaceAll("&#39;", "'")).toContain(
        `content="default-src 'none'; script-src ${hashes[0]}; style-src ${hashes[1]}; base-uri 'none'; form-action 'none'; ` +
          `require-trusted-types-for 'script'; trusted-types 'none'"`,
      );
      expect(page).not.toMatch(/<link|<img|<iframe| src=| href="[^#]|url\(|@import| style="/);
    }
  });

  it("has a script that no text can end", () => {
    expect(pageScript).not.toMatch(/<(?:\/script|!--|script)/i);
    const page = renderHtml(hardenReport);
    expect(guardText(page, "markup")).toBe(page);
  });

  it("sorts rules by severity, bytes and findings, each with its command", () => {
    const rules = ruleFindings(checkReport.findings, checkReport);
    const ranks = rules.map(({ severity }) => severity);
    expect(ranks).toEqual([...ranks].sort((a, b) => "ewi".indexOf(a[0]!) - "ewi".indexOf(b[0]!)));
    const command = rules.find(({ fixCommand }) => fixCommand?.includes("--proven"))?.fixCommand;
    expect(command).toMatch(/^hullproof fix --proven --write --rule [a-z-]+\/[a-z-]+ app\/Dockerfile$/);
    expect(renderHtml(checkReport)).toMatch(/<pre id="fix-\d"/);
    const [big, many, once] = ["cleanup/big", "cleanup/many", "cleanup/once"] as const;
    const { findings } = checkReport;
    const note = (rule: Finding["rule"], bytes?: number): Finding => ({
      ...findings[0]!,
      rule,
      severity: "info",
      evidence: bytes === undefined ? [] : [{ kind: "file", path: "/a", layer: 1, bytes }],
    });
    const ranked = ruleFindings([note(once), note(many), note(many), note(big, 2 ** 20), note(big, 2 ** 20)], {});
    // The same file twice is one file.
    expect(ranked.map(({ rule, worth }) => [rule, worth])).toEqual([
      [big, "2 findings, 1.0 MiB"],
      [many, "2 findings"],
      [once, "1 finding"],
    ]);
  });

  it("shows shared details once, and the other details of each finding", () => {
    const finding = (line: number, message: string): Finding => ({
      rule: "limits/no-memory",
      practice: "limits",
      severity: "warning",
      message,
      target: "compose.yaml",
      container: `web${line}`,
      location: { file: "compose.yaml", startLine: line, startColumn: 3, endLine: line, endColumn: 9 },
      also: ["kics/1"],
      evidence: [{ kind: "reference", statement: "No limit", source: "docs" }],
      ...(line === 1 && { fix: { title: "Set `mem_limit`", applicability: "suggested" } }),
    });
    const [rule] = ruleFindings([finding(1, "Same"), finding(22, "Same")], {});
    expect(rule!.common).toEqual([{ says: "No limit (docs)" }, { says: "Also kics/1" }]);
    expect(rule!.findings).toEqual([
      { text: "compose.yaml:1:3  web1\n  Fix (suggested): Set `mem_limit`", placeLength: 16, isFixable: true },
      { text: "compose.yaml:22:3  web22", placeLength: 17, isFixable: false },
    ]);
    const [two] = ruleFindings([finding(1, "One"), finding(22, "Two")], { aboutRules: [] });
    expect(two!.findings.map(({ text }) => text.split("\n")[1])).toEqual(["  One", "  Two"]);
    const [alone] = ruleFindings([finding(22, "Alone")], {});
    expect([alone!.title, alone!.common, alone!.findings.map(({ text }) => text)]).toEqual([
      "Alone",
      rule!.common,
      ["compose.yaml:22:3  web22"],
    ]);
  });

  it("shows project, HEAD and date if known, and no placeholder", () => {
    const commit = "0123456789".repeat(4);
    const page = renderHtml(checkReport, { origin: { project: "<b>shop", commit, date: "2026-12-01" } });
    expect(page).toMatch(/<title\s*>&lt;b&gt;shop · HEAD 012345678901 · 2026-12-01 · Report on/);
    expect(page).toMatch(/<h1>&lt;b&gt;shop: \d targets<\/h1>/);
    expect(renderHtml(checkReport)).not.toMatch(/HEAD|undefined ·/);
  });

  it("shows the outcome of each privilege with trial and log, and charts usage", () => {
    const [capabilities, , , paths, limits] = privileges(hardenReport.proof!);
    expect(capabilities!.rows.map(({ name, fate }) => [name, fate])).toEqual([
      ["SETGID", "kept"],
      ["SETUID", "kept"],
      ["CHOWN", "soft"],
      ["KILL", "dropped"],
      ["NET_RAW", "dropped"],
      ["DAC_OVERRIDE, FOWNER, FSETID, SETPCAP, NET_BIND_SERVICE, SYS_CHROOT, MKNOD, AUDIT_WRITE, SETFCAP", "dropped"],
    ]);
    expect(capabilities!.rows[0]).toMatchObject({ trials: ["t5", "t6"], log: ["setgroups: operation not permitted"] });
    expect(paths!.rows.map(({ name, fate }) => [name, fate])).toEqual([
      ["the root file system", "dropped"],
      ["/tmp, a tmpfs of 64.0 MiB", "kept"],
      ["/var/lib/app, a volume", "kept"],
    ]);
    expect(limits!.rows[0]).toMatchObject({ name: "memory 48.0 MiB", fate: "limited" });
    const page = renderHtml(hardenReport);
    expect(page).toContain("Memory, largest in each trial: at most 14.4 MiB, limit 48.0 MiB");
    const { proof } = hardenReport;
    const passing = proof!.trials.filter(({ outcome }) => outcome === "passes").length;
    // One for all trials together; memory, CPUs and tasks of each measured trial, and again for the first and the last.
    expect(page.match(/<line class="limit"/g)).toHaveLength(3 + 3 * (passing + 2));
    const full = privileges({ ...proof!, profile: fullProfile });
    expect(full[1]!.rows[0]).toMatchObject({ name: "2 calls allowed", why: "execve, read" });
    // A syscall with several conditions counts once.
    const family = (value: number) => ({
      names: ["socket"],
      action: "SCMP_ACT_ALLOW" as const,
      args: [{ index: 0, value, valueTwo: 0, op: "SCMP_CMP_EQ" as const }],
    });
    const seccomp = { ...fullProfile.seccomp!, syscalls: [...fullProfile.seccomp!.syscalls, family(1), family(2)] };
    const thrice = privileges({ ...proof!, profile: { ...fullProfile, seccomp } });
    expect(thrice[1]!.rows[0]).toMatchObject({ name: "3 calls allowed", why: "execve, read, socket" });
    expect(full[2]!.rows.map(({ name }) => name)).toContain("/dev/fuse (rw)");
    const blind = { ...proof!, trials: proof!.trials.map((trial) => ({ ...trial, usage: {} })) };
    expect(renderHtml({ ...hardenReport, proof: blind })).not.toContain("How much each trial took");
  });

  it("charts usage of each lifecycle under its own limit or the profile's", () => {
    const page = renderHtml(hardenReport);
    expect(page).toContain(
      'aria-label="Memory of t1 in 2.0 s, with a restart: most seen 14.4 MiB, limit of the profile 48.0 MiB"',
    );
    expect(page).toContain('aria-label="Tasks of t13 in 2.0 s, with a restart: most seen 3, limit 16"');
    const [, of = ""] = /aria-label="CPUs of t1 [^]*?<polyline class="course" points="([^"]+)"/.exec(page) ?? [];
    expect(of.split(" ").map((point) => Number(point.split(",")[0]))).toEqual([0, 15, 30, 45, 60, 150]);
    const part = (...courses: readonly UsageSeries[]) => {
      const [first] = hardenReport.proof!.trials;
      const lives = courses.map((course) => ({ ...first!.lives[0]!, usage: course }));
      return usageCourseOf({ ...first!, lives })?.markup;
    };
    expect(part({ atMs: [100], tasks: [2] })).toMatch(/<figcaption>Tasks: most seen 2<\/figcaption>/);
    expect(part({ atMs: [], memoryBytes: [1], cpus: [1] })).toBeUndefined();
    expect(part({ atMs: [0, 0], memoryBytes: [1, 2] })).toBeUndefined();
    // Columns of a foreign report may have any length and any number.
    const hostile = part({ atMs: [9, 3, 1e308, 5], memoryBytes: [0, 1e308], cpus: [0, 0, 0, 0, 0] });
    expect(hostile).not.toMatch(/NaN|Infinity|undefined/);
    expect(part({ atMs: [1e308], tasks: [1] }, { atMs: [1e308], tasks: [1] })).toBeUndefined();
    const long = part({ atMs: Array.from({ length: 100_000 }, (_, at) => at), tasks: Array(100_000).fill(1) });
    expect(long!.length).toBeLessThan(10_000);
  });

  it("shows a run command for each platform", () => {
    const page = renderHtml(hardenReport);
    for (const id of ["docker-run", "compose", "kubernetes", "quadlet"]) expect(page).toContain(`<pre id="run-${id}"`);
  });

  it("escapes control characters", () => {
    const page = renderHtml(poison(hardenReport, "\u001b[2J\u202e\u0000"));
    // oxlint-disable-next-line no-control-regex
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
    expect(page).toContain(String.raw`\x1b[2J\u{202e}\x00`);
  });

  it("shows all ten practices in order, even without checks", () => {
    const ids = [...renderHtml(emptyReport).matchAll(/id="practice-([a-z-]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      "base-image",
      "updates",
      "layers",
      "cleanup",
      "vulnerabilities",
      "non-root",
      "limits",
      "capabilities",
      "secrets",
      "build",
    ]);
    expect(renderHtml(emptyReport).match(/–<small>not checked<\/small>/g)).toHaveLength(10);
    // Learning runs no rule, so ten tiles would be empty.
    const learned = { ...emptyReport, proof: hardenReport.proof! };
    expect(renderHtml(learned)).not.toContain("<small>not checked</small>");
  });

  it("numbers the lines of both sides of the diff", () => {
    const page = renderHtml(hardenReport).replaceAll(/\s+(?=>)/g, "");
    expect(page).toContain(
      '<code class="del"><span class="no">1</span><span class="no"></span>-FROM python:3.8-slim\n</code>',
    );
    expect(page).toContain(
      '<code class="add"><span class="no"></span><span class="no">1</span>+FROM python:3.13-slim\n</code>',
    );
    expect(page).toContain('<span class="no">12</span><span class="no">9</span> CMD [&quot;python&quot;');
  });

  it("shows the fixes of each hunk with their proofs", () => {
    const page = renderHtml(hardenReport).replaceAll(/\s+/g, " ");
    expect(page).toMatch(
      /line 1: Move to python:3\.13-slim <span class="soft" ?><code>base-image\/end-of-life<\/code>, proven fix: both versions were built, run and compared/,
    );
    expect(page).toMatch(/line 3: Remove the lists in the layer that wrote them/);
    expect(page).not.toMatch(/line 7: Join neighbouring RUN/);
  });

  it("unfolds failed checks, and folds skipped ones", () => {
    const page = renderHtml(checkReport);
    expect(page).toMatch(
      /failed<\/span>\s*TypeError: tag is undefined: vulnerabilities\/old-scanner on app\/DOCKER.md<\/li>/,
    );
    expect(page).toMatch(/<summary>\d+ checks? skipped<\/summary>/);
  });

  it("shows packages by kind, duplicate files and masked secrets of an image", () => {
    const text = renderHtml(inspectReport);
    expect(text).toContain("1 group of equal files");
    expect(text).toContain("<code>-----BEGIN…</code>");
    expect(text).toContain("Packages: 5 npm, 1 only in lock files; 4 deb, 12.0 MiB");
  });
});

it("lists new findings since another report, most severe first", () => {
  const past = (severity: string) => ({
    rule: `cleanup/${severity}`,
    severity,
    place: "Dockerfile:1",
    message: severity,
  });
  const baseline = {
    file: "before.json",
    kind: "report" as const,
    new: 0,
    same: 1,
    fixed: ["info", "medium", "error", "unknown", "critical"].map(past),
    notCompared: [],
    expired: [],
  };
  const page = renderHtml({ ...checkReport, baseline });
  const listed = /<summary>5 fixed<\/summary>[^]*?<\/ul>/.exec(page)?.[0] ?? "";
  const badges = [...listed.matchAll(/class="badge (\w+)"\s*>([^<]+)</g)].map(([, tone, word]) => `${tone} ${word}`);
  expect(badges).toEqual(["bad critical", "bad error", "warning medium", "neutral note", "neutral not judged"]);
});
