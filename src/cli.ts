import { start } from "./supervision/start.ts";

await start(new URL(import.meta.url));
