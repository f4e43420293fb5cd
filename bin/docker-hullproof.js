#!/usr/bin/env node
// `docker hullproof ...`: this file, under the name docker-hullproof, lies in ~/.docker/cli-plugins.
import { readFileSync } from "node:fs";
import { takeDockersPlace } from "./docker-plugin.js";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const how = "Link it into ~/.docker/cli-plugins and call `docker hullproof`, or call `hullproof`.";
if (takeDockersPlace(process, version, how)) await import("./hullproof.js");
