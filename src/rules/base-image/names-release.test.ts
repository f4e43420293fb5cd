import { expect, it } from "vitest";
import { emptyConfig } from "../../domain/settings/config.ts";
import { day, levels } from "../../../test/check/checked-text.ts";
import { checkDockerfile } from "../../pipeline/judge/check-text.ts";

it.each([
  ["centos7/Dockerfile", "centos:7.9.2009", "warning"],
  ["build/Centos6-DNF/Dockerfile", "centos:6.9", "warning"],
  ["db/Dockerfile_7", "centos:7", "warning"],
  ["centos/7/Dockerfile", "centos:centos7", "warning"],
  ["Dockerfile.3.8", "python:3.8-slim", "warning"],
  ["python3.8/Dockerfile", "python:3.8.10", "warning"],
  ["node-16.Dockerfile", "node:16-alpine", "warning"],
  ["v16/Dockerfile", "node:16", "warning"],
  ["16/alpine/Dockerfile", "node:16-alpine", "warning"],
  ["debian-buster/amd64/Dockerfile", "debian:buster-slim", "warning"],
  ["php7.4-fpm/Dockerfile", "php:7.4-fpm", "warning"],
  ["Dockerfile", "centos:7", "error"],
  ["centos/Dockerfile", "centos:7", "error"],
  ["centos8/Dockerfile", "centos:7", "error"],
  ["centos77/Dockerfile", "centos:7", "error"],
  ["app7/Dockerfile", "centos:7", "error"],
  ["Dockerfile.7.1", "centos:7", "error"],
  ["Dockerfile.1.16", "node:16", "error"],
  ["python3/Dockerfile", "python:3.8", "error"],
  ["python3.80/Dockerfile", "python:3.8", "error"],
  ["node/Dockerfile", "node:16", "error"],
  ["Dockerfile.3.8", "node:16", "error"],
  ["week-10/Dockerfile", "debian:10", "error"],
  ["lesson_8/Dockerfile", "centos:8", "error"],
  ["php/7/Dockerfile", "centos:7", "error"],
  ["node-10/Dockerfile", "debian:10", "error"],
  ["busters/Dockerfile", "debian:buster", "error"],
  ["centos7/a/b/c/Dockerfile", "centos:7", "error"],
])("a base past its end is %s of %s: %s", (path, image, severity) => {
  const checked = checkDockerfile(path, `FROM ${image}\n`, emptyConfig, day);
  expect(levels(checked, "base-image/end-of-life")).toEqual([severity]);
});
