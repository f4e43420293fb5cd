import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import { defineRule } from "../rule.ts";
import { unpinnedCall } from "./unpinned-calls.ts";

export default defineRule({
  id: "updates/unpinned-dependencies",
  title: "Dependency version not pinned",
  why:
    "Without a version the package manager takes the newest release of the day: two builds of the same Dockerfile differ, " +
    "one of them may break, and a release taken over by an attacker is in the image hours later. " +
    "Pin what you name, better still install from a lock file, and let an update bot raise the versions.",
  severity: "info",
  needs: ["dockerfile", "packageCalls"],
  fix: "none",
  also: [
    "hadolint/DL3013",
    "hadolint/DL3016",
    "hadolint/DL3028",
    "hadolint/DL3062",
    "kics/gem_install_without_version",
    "kics/npm_install_without_pinned_version",
    "kics/unpinned_package_version_in_pip_install",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nRUN pip install --no-cache-dir flask 'gunicorn>=23'\n",
      good: "FROM python:3.13-slim\nRUN pip install --no-cache-dir flask==3.1.2 'gunicorn>=23'\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nRUN npm install -g @angular/cli\n",
      good: "FROM node:24-slim\nRUN npm install -g @angular/cli@21.0.0\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM ruby:3.4-slim\nRUN gem install rails\n",
      good: "FROM ruby:3.4-slim\nRUN gem install rails:8.1.1\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM golang:1.25\nRUN go install github.com/air-verse/air@latest\n",
      good: "FROM golang:1.25\nRUN go install github.com/air-verse/air@v1.63.0\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM rust:1.91\nRUN cargo install --locked cargo-chef\n",
      good: "FROM rust:1.91\nRUN cargo install --locked cargo-chef@0.1.73\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    if (saidIn(dockerfile).includes("PIP_CONSTRAINT")) return "PIP_CONSTRAINT names a file that pins versions";
    const reportedRuns = new Set<string>();
    for (const call of packageCalls) {
      const run = `${call.manager} ${call.instruction.span.start}`;
      const observation = unpinnedCall(dockerfile, call, !reportedRuns.has(run));
      if (observation === undefined) continue;
      reportedRuns.add(run);
      yield observation;
    }
  },
});
