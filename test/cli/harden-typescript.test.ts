// The main job on the TypeScript example.
import { it } from "vitest";
import { long } from "../long.ts";
import { hardenedExample } from "./hardened-example.ts";

if (long) await hardenedExample("typescript");
else it.skip("harden examples/app-typescript: in the long run");
