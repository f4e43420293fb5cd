import { ownValue } from "../../../domain/own-value.ts";
import type { BasesFact } from "../bases.ts";
import type { BaseReference } from "../dockerfile.ts";
import { textValue, type Lookup, type Value } from "./value.ts";

/** BuildKit sets it where the base does not (util/system/path.go). */
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Official images that set nothing but PATH; `docker image inspect`, docker-library and distribution images. */
const plainImages = new Set(
  "almalinux alpine amazonlinux archlinux busybox centos debian opensuse oraclelinux ubuntu".split(" "),
);

/** Variables that official images set, so that their use is no finding; from the Dockerfiles of docker-library. */
const official: Readonly<Record<string, string>> = {
  "buildpack-deps": "",
  caddy: "CADDY_VERSION XDG_CONFIG_HOME XDG_DATA_HOME",
  "eclipse-temurin": "JAVA_HOME JAVA_VERSION LANG LANGUAGE LC_ALL",
  elixir: "ELIXIR_VERSION LANG OTP_VERSION REBAR3_VERSION REBAR_VERSION",
  erlang: "OTP_VERSION REBAR3_VERSION REBAR_VERSION",
  fedora: "DISTTAG FGC FBR container",
  gcc: "GCC_MIRRORS GCC_VERSION GPG_KEYS",
  golang: "GOLANG_VERSION GOPATH GOTOOLCHAIN",
  gradle: "GRADLE_HOME GRADLE_VERSION JAVA_HOME JAVA_VERSION LANG LANGUAGE LC_ALL",
  haproxy: "HAPROXY_SHA256 HAPROXY_URL HAPROXY_VERSION",
  httpd: "HTTPD_PATCHES HTTPD_PREFIX HTTPD_SHA256 HTTPD_VERSION",
  julia: "JULIA_GPG JULIA_PATH JULIA_VERSION",
  mariadb: "GOSU_VERSION LANG MARIADB_VERSION",
  maven: "JAVA_HOME JAVA_VERSION LANG LANGUAGE LC_ALL MAVEN_CONFIG MAVEN_HOME",
  memcached: "MEMCACHED_SHA1 MEMCACHED_URL MEMCACHED_VERSION",
  mongo: "GLIBC_TUNABLES GOSU_VERSION HOME JSYAML_VERSION MONGO_MAJOR MONGO_PACKAGE MONGO_REPO MONGO_VERSION",
  mysql: "GOSU_VERSION MYSQL_MAJOR MYSQL_SHELL_VERSION MYSQL_VERSION",
  nginx: "DYNPKG_RELEASE NGINX_VERSION NJS_RELEASE NJS_VERSION PKG_RELEASE ACME_VERSION",
  node: "NODE_VERSION YARN_VERSION",
  openjdk: "JAVA_HOME JAVA_VERSION LANG",
  php: "GPG_KEYS PHPIZE_DEPS PHP_ASC_URL PHP_CFLAGS PHP_CPPFLAGS PHP_INI_DIR PHP_LDFLAGS PHP_SHA256 PHP_URL PHP_VERSION APACHE_CONFDIR APACHE_ENVVARS",
  postgres: "DOCKER_PG_LLVM_DEPS GOSU_VERSION LANG PGDATA PG_MAJOR PG_SHA256 PG_VERSION",
  pypy: "LANG PYPY_VERSION",
  python:
    "GPG_KEY LANG PYTHON_GET_PIP_SHA256 PYTHON_GET_PIP_URL PYTHON_PIP_VERSION PYTHON_SETUPTOOLS_VERSION PYTHON_SHA256 PYTHON_VERSION",
  redis: "GOSU_VERSION REDIS_DOWNLOAD_SHA REDIS_DOWNLOAD_URL REDIS_VERSION",
  ruby: "BUNDLE_APP_CONFIG BUNDLE_SILENCE_ROOT_WARNING GEM_HOME LANG RUBY_DOWNLOAD_SHA256 RUBY_DOWNLOAD_URL RUBY_VERSION RUBY_MAJOR",
  rust: "CARGO_HOME RUSTUP_HOME RUST_VERSION",
  tomcat:
    "CATALINA_HOME GPG_KEYS JAVA_HOME JAVA_VERSION LANG LANGUAGE LC_ALL LD_LIBRARY_PATH TOMCAT_MAJOR TOMCAT_NATIVE_LIBDIR TOMCAT_SHA512 TOMCAT_VERSION",
};

/** The variables that the base image sets, and whether the list is complete. */
export interface BaseEnv {
  readonly lookup: Lookup;
  readonly names: readonly string[];
  /** False when the image was not inspected and is unknown: it may set more. */
  readonly complete: boolean;
}

export function baseEnv(base: BaseReference, bases: BasesFact): BaseEnv {
  if (base.kind === "scratch") return scratch;
  const info = bases.of(base);
  if (info !== undefined) return fromRecord(info.env);
  if (setsAppUid(base)) return dotnet;
  const name = base.name?.replace(/^(index\.)?docker\.io\//, "").replace(/^library\//, "");
  const nameList = name === undefined ? undefined : plainImages.has(name) ? "" : ownValue(official, name);
  return envOf(nameList);
}

const byList = new Map<string | undefined, BaseEnv>();

/** One for each line of the table, which is all that many files need. */
function envOf(nameList: string | undefined): BaseEnv {
  const cachedEnv = byList.get(nameList);
  if (cachedEnv !== undefined) return cachedEnv;
  const names = ["PATH", ...(nameList ?? "").split(" ").filter(Boolean)];
  const set = new Set(names);
  const env: BaseEnv = {
    lookup: (used) => (set.has(used) ? { set: true } : undefined),
    names,
    complete: nameList !== undefined,
  };
  byList.set(nameList, env);
  return env;
}

function fromRecord(env: Readonly<Record<string, string>>): BaseEnv {
  const values = new Map<string, Value>(
    Object.entries({ PATH: defaultPath, ...env }).map(([name, text]) => [name, textValue(text)]),
  );
  return { lookup: (name) => values.get(name), names: [...values.keys()], complete: true };
}

const scratch = fromRecord({});

/** The number of their user besides root; dotnet/dotnet-docker, Dockerfiles of runtime-deps. */
const dotnet: BaseEnv = { ...fromRecord({ APP_UID: "1654" }), complete: false };

/** Microsoft's .NET images do since 8.0. */
function setsAppUid({ name = "", tag = "" }: BaseReference): boolean {
  return name.startsWith("mcr.microsoft.com/dotnet/") && !/^[1-7]\./.test(tag);
}
