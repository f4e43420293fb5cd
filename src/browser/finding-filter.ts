import type { AddressState } from "./address-state.ts";
import type { controls } from "./controls.ts";
import type { Page } from "./page.ts";

interface Tools {
  readonly controls: typeof controls;
}

/** Filters findings, which are the text of folded rules: a rule without any that match is hidden. Closed but for its arguments. */
export function findingFilter(page: Page, say: (text: string) => void, address: AddressState, tools: Tools): void {
  const names = ["text", "file", "service", "severity", "practice", "fixable"];
  const controls = tools.controls(page, "findings", names, address, show);
  if (controls === undefined) return;
  const bar = controls;
  const rules = [...page.document.querySelectorAll(".rule")].flatMap((rule) => {
    const [places, count] = [rule.querySelector("[data-findings]"), rule.querySelector(".count")];
    if (places === null || count === null) return [];
    const unit = count.querySelector(".unit");
    const lines = places.textContent.split("\n");
    let at = 0;
    const findings = (places.getAttribute("data-findings") ?? "").split(",").map((shape) => {
      const [length = 0, placeLength = 0, fixable = 0] = shape.split(" ").map(Number);
      const findingLines = lines.slice(at, at + length);
      at += length;
      const [head = ""] = findingLines;
      return {
        text: findingLines.join("\n"),
        find: findingLines.join("\n").toLowerCase(),
        file: head.slice(0, placeLength).toLowerCase(),
        service: head.slice(placeLength).toLowerCase(),
        fixable: fixable === 1,
      };
    });
    const about =
      (rule.querySelector("summary")?.textContent ?? "") + (rule.querySelector(".about")?.textContent ?? "");
    return [
      {
        rule,
        places,
        count,
        // A narrow screen hides the unit, so it is a separate element.
        countParts: unit === null ? [count.textContent] : [count.textContent.slice(0, -unit.textContent.length), unit],
        findings,
        about: about.toLowerCase(),
        severity: Number(rule.getAttribute("data-severity")),
        practice: rule.getAttribute("data-practice"),
      },
    ];
  });
  const total = rules.reduce((sum, { findings }) => sum + findings.length, 0);

  function show(): void {
    const searchText = (name: string): string => bar.value(name).trim().toLowerCase();
    const [text, file, service] = [searchText("text"), searchText("file"), searchText("service")];
    const [maxSeverity, practice, onlyFixable] = [
      Number(bar.value("severity")),
      bar.value("practice"),
      bar.checked("fixable"),
    ];
    let matchCount = 0;
    for (const { rule, places, count, countParts, findings, about, severity, practice: rulePractice } of rules) {
      const isAsked = severity <= maxSeverity && (practice === "" || practice === rulePractice);
      const matching = findings.filter(
        (finding) =>
          isAsked &&
          (!onlyFixable || finding.fixable) &&
          finding.file.includes(file) &&
          finding.service.includes(service) &&
          (text === "" || about.includes(text) || finding.find.includes(text)),
      );
      matchCount += matching.length;
      rule.hidden = matching.length === 0;
      places.textContent = matching.map((finding) => finding.text).join("\n");
      count.replaceChildren(
        ...(matching.length === findings.length ? countParts : [`${matching.length} of ${findings.length}`]),
      );
    }
    say(matchCount === total ? `All ${total} are shown.` : `${matchCount} of ${total} are shown.`);
  }
  page.performance.mark("hullproof-findings");
}
