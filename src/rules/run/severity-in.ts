import { severities, type Location, type Severity } from "../../domain/finding/finding.ts";
import { isDevelopmentProject } from "../../facts/container-spec/development-project.ts";
import { testFilesOf } from "../../facts/container-spec/test-project.ts";
import { holdsProviderSecret } from "../../facts/secrets/provider-secret.ts";
import { lacksSource } from "../../facts/context/lacks-source.ts";
import { isForDevelopment } from "./development-note.ts";
import { isDevelopmentPath } from "../../facts/repository/development-path.ts";
import { practiceOf } from "../../text/practice-of.ts";
import { isTestName } from "../../text/test-path.ts";
import type { Facts } from "../needs.ts";
import type { Rule } from "../rule.ts";

interface Place {
  readonly location: Location;
  /** Service, unit or container. */
  readonly container?: string | undefined;
  /** The text of the location. */
  readonly text?: string | undefined;
  /** A file with a login of a service. */
  readonly isLogin: boolean;
}

/**
 * Code in a document runs nowhere yet, and files for tests, development or CI only there: one level lower, and so is
 * all of an unmaintained project. A real secret in a document is public anyway; elsewhere it stays an error if a provider
 * would accept it.
 */
export function severityIn(facts: Partial<Facts>, { id, ofUser }: Rule, severity: Severity, place: Place): Severity {
  if (ofUser === true) return severity;
  const isReal = practiceOf(id) === "secrets" && severity === "error";
  const isAsideHere = isAside(facts, place) || (severity === "error" && isOfTests(facts, place));
  const isLower = isAsideHere ? !(isReal && isLive(place)) : facts.runLines?.markdown === true && !isReal;
  return isLower ? (severities[severities.indexOf(severity) + 1] ?? severity) : severity;
}

function isAside(
  { purpose, containers, buildContext }: Partial<Facts>,
  { location, container = "", text = "" }: Place,
): boolean {
  if (!("file" in location)) return false;
  if (isTestName(container)) return true;
  if (purpose === "development" || purpose === "retired") return true;
  if (purpose === undefined && isDevelopmentPath(location.file)) return true;
  if (purpose === "template" && buildContext !== undefined && lacksSource(buildContext)) return true;
  return isForDevelopment(text) || isDevelopmentProject(containers?.containers ?? [], text);
}

/** It runs on machines of developers, too, so that warnings stay: a port that is open there. */
function isOfTests({ containers }: Partial<Facts>, { location }: Place): boolean {
  return containers !== undefined && "file" in location && testFilesOf(containers.containers).has(location.file);
}

function isLive({ location, text = "", isLogin }: Place): boolean {
  if (isLogin || !("startLine" in location)) return true;
  const lines = text.split("\n").slice(location.startLine - 1, location.endLine);
  return holdsProviderSecret(lines.join("\n"));
}
