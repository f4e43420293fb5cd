import { expect, it } from "vitest";
import { isForDevelopment } from "./development-note.ts";

it.each([
  "## FOR TEST AND DEVELOPMENT ONLY, DO NOT USE IN PRODUCTION   ##\n\nservices:\n",
  "# For development only\nFROM debian:13\n",
  "# This file is only for local development.\nservices:\n",
  "---\n# Only used in CI\napiVersion: v1\n",
  "# Do not use this in production.\nservices:\n",
  "# It is not meant for\n# production.\nservices:\n",
  "#!/bin/sh\n# Not intended for use in production\n",
  "# Solely for testing\nFROM debian:13\n",
  "\n\n# for local development purposes only\nservices:\n",
  "# Don't run in production!\nservices:\n",
])("is said by %j", (text) => {
  expect(isForDevelopment(text)).toBe(true);
});

it.each([
  "services:\n  # for development only\n  a: {}\n",
  "# For development and production\nservices:\n",
  "# Do not use in production without a password\nservices:\n",
  "# Ready for production\nservices:\n",
  "# A compiler for test programs\nFROM debian:13\n",
  "FROM debian:13\n# for development only\n",
  "# The development branch\nservices:\n",
  "# Passwords: only for users\nservices:\n",
  "services:\n",
  "",
])("is not said by %j", (text) => {
  expect(isForDevelopment(text)).toBe(false);
});
