#!/usr/bin/env node
"use strict";
// `docker hullproof ...`: this file, under the name docker-hullproof, lies in ~/.docker/cli-plugins.
const { version } = require("../package.json");
const { takeDockersPlace } = require("./docker-plugin.js");

const how = "Link it into ~/.docker/cli-plugins and call `docker hullproof`, or call `hullproof`.";
if (takeDockersPlace(process, version, how)) require("./hullproof.js");
