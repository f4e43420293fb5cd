import type { BaseInfo } from "../../domain/dockerfile/base-info.ts";
import type { BaseReference } from "./dockerfile.ts";

/**
 * Bases that were looked at; empty where there is no engine. A rule that finds none says in its message what it assumed.
 */
export interface BasesFact {
  of(base: BaseReference): BaseInfo | undefined;
}
