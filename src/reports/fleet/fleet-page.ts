import type { AnswerBasis } from "../../domain/fleet/answers.ts";
import type { Html } from "../html/html.ts";

/** Addresses of other pages, below the secret root. */
export interface Links {
  readonly start: string;
  readonly status: string;
  vulnerability(id: string): string;
  packageNamed(name: string): string;
  image(digest: string): string;
  repository(name: string): string;
  /** This page with other parameters; undefined drops one. */
  here(changes: Readonly<Record<string, string | undefined>>): string;
  /** Another page by its path: `changes`. */
  page(path: string, query?: Readonly<Record<string, string>>): string;
}

/** A page shows the answer of one question, and works without script. One file each. */
export interface FleetPage<Answer = unknown> {
  /** Of the question that it shows. */
  readonly question: string;
  /** Its place in the menu; absent: it is reached by links alone. */
  readonly menu?: { readonly title: string; readonly order: number };
  title(answer: Answer & AnswerBasis): string;
  body(answer: Answer & AnswerBasis, links: Links): Html;
}

/** Ties the types of a page's functions to its answer. */
export function definePage<Answer>(page: FleetPage<Answer>): FleetPage {
  return page as unknown as FleetPage;
}
