import { describe, expect, it } from "vitest";
import { hollowJar, moduleInfo, type HollowJar } from "../../../../test/formats/hollow-jar.ts";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import type { FoundPackage } from "../ecosystem.ts";
import { readJar } from "./read-jar.ts";

const read = (file: string, jar: HollowJar) => readJar(file, memoryBody(hollowJar(jar)));
const itself = (found: { packages?: readonly FoundPackage[] }) =>
  found.packages?.filter(({ identity }) => identity?.by !== "contained");
const nameOf = (file: string, jar: HollowJar) =>
  itself(read(file, jar))?.map(({ name, version }) => `${name}@${version}`);

describe("a jar without coordinates", () => {
  it.each<[string, HollowJar, string]>([
    [
      "spring-core-6.2.12.jar",
      { classes: ["org/springframework/core/io/Resource", "org/springframework/asm/Type"] },
      "org.springframework:spring-core@6.2.12",
    ],
    [
      "kafka-clients-3.9.1.jar",
      { classes: ["org/apache/kafka/clients/A", "org/apache/kafka/common/B"] },
      "org.apache.kafka:kafka-clients@3.9.1",
    ],
    ["kafka_2.13-3.9.1.jar", { classes: ["kafka/server/A", "kafka/log/B"] }, "org.apache.kafka:kafka_2.13@3.9.1"],
    [
      "tomcat-embed-core-10.1.48.jar",
      {
        manifest: ["Bundle-SymbolicName: org.apache.tomcat.embed.core"],
        classes: ["org/apache/catalina/A", "jakarta/servlet/B"],
      },
      "org.apache.tomcat.embed:tomcat-embed-core@10.1.48",
    ],
    [
      "asm-9.8.jar",
      { manifest: ["Bundle-SymbolicName: org.objectweb.asm"], classes: ["org/objectweb/asm/A"] },
      "org.ow2.asm:asm@9.8",
    ],
    ["asm-3.3.1.jar", { classes: ["org/objectweb/asm/A"] }, "asm:asm@3.3.1"],
    ["okhttp-2.7.5.jar", { classes: ["com/squareup/okhttp/A"] }, "com.squareup.okhttp:okhttp@2.7.5"],
    ["okhttp-4.12.0.jar", { classes: ["okhttp3/A", "okhttp3/internal/B"] }, "com.squareup.okhttp3:okhttp@4.12.0"],
    ["okhttp-jvm-5.1.0.jar", { classes: ["okhttp3/A"] }, "com.squareup.okhttp3:okhttp-jvm@5.1.0"],
    ["rxjava-3.1.9.jar", { classes: ["io/reactivex/rxjava3/core/A"] }, "io.reactivex.rxjava3:rxjava@3.1.9"],
    ["rxjava-2.2.21.jar", { classes: ["io/reactivex/core/A"] }, "io.reactivex.rxjava2:rxjava@2.2.21"],
    ["rxjava-1.3.8.jar", { classes: ["rx/A", "rx/internal/B"] }, "io.reactivex:rxjava@1.3.8"],
    ["hibernate-core-5.6.15.Final.jar", { classes: ["org/hibernate/A"] }, "org.hibernate:hibernate-core@5.6.15.Final"],
    [
      "hibernate-core-6.6.1.Final.jar",
      { classes: ["org/hibernate/A"] },
      "org.hibernate.orm:hibernate-core@6.6.1.Final",
    ],
    [
      "hibernate-jpa-2.1-api-1.0.2.Final.jar",
      { classes: ["javax/persistence/A"] },
      "org.hibernate.javax.persistence:hibernate-jpa-2.1-api@1.0.2.Final",
    ],
    [
      "aspectjweaver-1.9.24.jar",
      { classes: ["aj/org/objectweb/asm/A", "org/aspectj/weaver/B", "org/aspectj/util/C"] },
      "org.aspectj:aspectjweaver@1.9.24",
    ],
    ["jna-5.17.0.jar", { classes: ["com/sun/jna/A"] }, "net.java.dev.jna:jna@5.17.0"],
    ["spark-core-2.9.4.jar", { classes: ["spark/A", "spark/route/B"] }, "com.sparkjava:spark-core@2.9.4"],
    ["spark-core_2.12-3.5.1.jar", { classes: ["org/apache/spark/A"] }, "org.apache.spark:spark-core_2.12@3.5.1"],
    ["postgresql-1.20.4.jar", { classes: ["org/testcontainers/containers/A"] }, "org.testcontainers:postgresql@1.20.4"],
    [
      "servlet-api.jar",
      {
        manifest: ["Bundle-SymbolicName: org.apache.tomcat-servlet-api", "Implementation-Version: 10.1.48"],
        classes: ["jakarta/servlet/A"],
      },
      "org.apache.tomcat:tomcat-servlet-api@10.1.48",
    ],
    [
      "selenium-api-4.38.0.jar",
      { manifest: ["Automatic-Module-Name: org.openqa.selenium"], classes: ["org/openqa/selenium/A"] },
      "org.seleniumhq.selenium:selenium-api@4.38.0",
    ],
    ["SPRING-CORE-6.2.12.JAR", { classes: ["org/springframework/core/A"] }, "org.springframework:spring-core@6.2.12"],
    [
      "spring-core-6.2.12 (1).jar",
      { classes: ["org/springframework/core/A"] },
      "org.springframework:spring-core@6.2.12",
    ],
    [
      "a1b2c3d4-spring-core-6.2.12.jar",
      { manifest: ["Implementation-Title: spring-core"], classes: ["org/springframework/core/A"] },
      "org.springframework:spring-core@6.2.12",
    ],
    [
      "commons-lang3-3.17.0.jar",
      { manifest: ["Implementation-Vendor-Id: org.apache"], classes: ["org/apache/commons/lang3/A"] },
      "org.apache.commons:commons-lang3@3.17.0",
    ],
    [
      "commons-lang-2.6.jar",
      { manifest: ["Bundle-SymbolicName: org.apache.commons.lang"], classes: ["org/apache/commons/lang/A"] },
      "commons-lang:commons-lang@2.6",
    ],
    [
      "mail-1.4.7.jar",
      {
        manifest: ["Implementation-Vendor-Id: com.sun", "Extension-Name: javax.mail"],
        classes: ["javax/mail/A", "com/sun/mail/B"],
      },
      "javax.mail:mail@1.4.7",
    ],
    // Nothing of these stands in the table.
    ["commons-new5-1.0.jar", { classes: ["org/apache/commons/new5/A"] }, "org.apache.commons:commons-new5@1.0"],
    [
      "org.acme.web.core-2.0.jar",
      { manifest: ["Bundle-SymbolicName: org.acme.web.core"], classes: ["org/acme/web/core/A"] },
      "org.acme:org.acme.web.core@2.0",
    ],
    [
      "acme-shop-web-1.0.jar",
      { classes: ["com/acme/shop/web/A", "com/acme/shop/web/b/C"] },
      "com.acme:acme-shop-web@1.0",
    ],
    [
      "widget-core-2.1.jar",
      { classes: ["dev/acme/widget/core/A", "dev/acme/widget/core/x/B"] },
      "dev.acme.widget:widget-core@2.1",
    ],
    [
      "gadget-2.1.jar",
      { manifest: ["Implementation-Vendor-Id: org.acme.tools"], classes: ["org/acme/gadget/A"] },
      "org.acme.tools:gadget@2.1",
    ],
    [
      "gadget-2.1.jar",
      { manifest: ["Automatic-Module-Name: io.acme.gadget"], classes: ["io/acme/gadget/A"] },
      "io.acme:gadget@2.1",
    ],
    [
      "acme-io-2.1.jar",
      { files: { "module-info.class": moduleInfo("org.acme.io") }, classes: ["org/acme/io/A"] },
      "org.acme:acme-io@2.1",
    ],
    [
      "eureka-client-2.0.4.jar",
      { manifest: ["Implementation-Title: com.acme.eureka#eureka-client;2.0.4"] },
      "com.acme.eureka:eureka-client@2.0.4",
    ],
    [
      "catalina.jar",
      {
        manifest: [
          "Bundle-SymbolicName: org.apache.tomcat-catalina",
          "Implementation-Version: 10.1.48",
          "Implementation-Title: Apache Tomcat",
        ],
        classes: ["org/apache/catalina/A"],
      },
      "org.apache.tomcat:tomcat-catalina@10.1.48",
    ],
    [
      "io.micrometer.micrometer-core-1.15.5.jar",
      { classes: ["io/micrometer/core/A"] },
      "io.micrometer:micrometer-core@1.15.5",
    ],
    [
      "org.eclipse.jgit_6.0.0.202111291000-r.jar",
      { classes: ["org/eclipse/jgit/A"] },
      "org.eclipse.jgit:org.eclipse.jgit@6.0.0.202111291000-r",
    ],
  ])("%s %o", (file, jar, name) => {
    expect(nameOf(file, jar)).toEqual([name]);
  });

  it("never uses the artifact as the group when the table or a class has evidence", () => {
    for (const file of [
      "spring-core-6.2.12.jar",
      "kafka-clients-3.9.1.jar",
      "tomcat-embed-core-10.1.48.jar",
      "h2-2.3.232.jar",
    ])
      expect(nameOf(file, {})?.[0]).not.toMatch(/^([^:]+):\1@/);
    expect(nameOf("tool-1.0.jar", { classes: ["com/acme/tool/A"] })).toEqual(["com.acme:tool@1.0"]);
  });

  it("reports evidence, confidence and alternatives of the name", () => {
    const [one] =
      itself(read("reactor-netty-core-1.2.9.jar", { classes: ["reactor/netty/A", "reactor/netty/tcp/B"] })) ?? [];
    expect(one?.identity).toEqual({
      by: "table",
      confidence: 0.99,
      evidence: [
        "io.projectreactor.netty is known to have reactor-netty-core and classes in reactor/netty or reactor/ipc",
      ],
      folders: ["reactor/netty"],
    });
    const [guess] =
      itself(
        read("gadget-2.1.jar", { manifest: ["Bundle-SymbolicName: io.acme.gadget"], classes: ["org/x/gadget/A"] }),
      ) ?? [];
    expect(guess?.name).toBe("io.acme:gadget");
    expect(guess?.identity?.candidates).toContain("org.x:gadget");
    expect(guess?.identity?.stated).toEqual(["io.acme.gadget"]);
    const [bare] = itself(read("gadget-2.1.jar", {})) ?? [];
    expect(bare?.identity).toMatchObject({ by: "file-name", confidence: 0.1 });
  });

  it("ignores a table row that classes or headers contradict", () => {
    expect(nameOf("spring-web-6.2.12.jar", { classes: ["com/acme/web/A"] })?.[0]).toMatch(/^com\.acme/);
    expect(nameOf("spring-web-6.2.12.jar", { manifest: ["Implementation-Vendor-Id: com.acme.web"] })?.[0]).toBe(
      "com.acme.web:spring-web@6.2.12",
    );
    expect(
      nameOf("spring-web-6.2.12.jar", {
        manifest: ["Implementation-Title: org.myorg.spring#spring-web;6.2.12"],
        classes: ["org/springframework/web/A"],
      })?.[0],
    ).toBe("org.myorg.spring:spring-web@6.2.12");
  });

  it("names a jar with thousands of folders in time", () => {
    const classes = Array.from({ length: 4_000 }, (_, at) => `com/acme/tool/p${at}/org/apache/x${at % 7}/A`);
    const before = process.cpuUsage();
    expect(nameOf("tool-core-1.0.jar", { manifest: ["Bundle-SymbolicName: com.other.tool"], classes })?.[0]).toMatch(
      /^com\./,
    );
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(10);
  });

  it("names an application by its own classes, not its launcher's", () => {
    const classes = ["org/springframework/boot/loader/Launcher", "BOOT-INF/classes/com/acme/shop/App"];
    expect(nameOf("shop-1.0.jar", { classes })).toEqual(["com.acme:shop@1.0"]);
  });
});

describe("coordinates inside of a jar", () => {
  it("reports merged artifacts and names the jar itself", () => {
    const found = read("kafka-clients-4.4.0.jar", {
      poms: ["commons-net:commons-net:3.11.1"],
      classes: ["org/apache/kafka/clients/A", "org/apache/kafka/common/B", "org/apache/commons/net/C"],
    });
    expect(found.packages?.map(({ name, identity }) => [name, identity?.by])).toEqual([
      ["commons-net:commons-net", "contained"],
      ["org.apache.kafka:kafka-clients", "table"],
    ]);
  });

  it.each<[string, HollowJar, string]>([
    [
      "spring-web-6.2.12.jar",
      { poms: ["org.myorg.spring:spring-web:6.2.12"], classes: ["org/springframework/web/A"] },
      "org.myorg.spring:spring-web@6.2.12",
    ],
    ["app.jar", { poms: ["com.acme:shop:1.0"], classes: ["com/acme/shop/A"] }, "com.acme:shop@1.0"],
    [
      "app.jar",
      {
        poms: ["com.acme:shop:1.0", "org.lib:lib:2"],
        manifest: ["Implementation-Title: shop"],
        classes: ["com/acme/A"],
      },
      "com.acme:shop@1.0",
    ],
    [
      "io.quarkus.quarkus-core-3.33.2.jar",
      { poms: ["io.quarkus:quarkus-core:3.33.2"] },
      "io.quarkus:quarkus-core@3.33.2",
    ],
    [
      "log4j-1.2-api-2.25.3.jar",
      { poms: ["org.apache.logging.log4j:log4j-1.2-api:2.25.3"] },
      "org.apache.logging.log4j:log4j-1.2-api@2.25.3",
    ],
    [
      "mssql-jdbc-13.6.2.jre8.jar",
      { poms: ["com.microsoft.sqlserver:mssql-jdbc:13.6.2"] },
      "com.microsoft.sqlserver:mssql-jdbc@13.6.2.jre8",
    ],
    ["tool-1.0-all.jar", { poms: ["com.acme:tool:1.0", "org.lib:lib:2"] }, "com.acme:tool@1.0"],
    ["git.hpi", { poms: ["org.jenkins-ci.plugins:git:5.2"] }, "org.jenkins-ci.plugins:git@5.2"],
  ])("are its own when they fit: %s", (file, jar, name) => {
    expect(nameOf(file, jar)).toEqual([name]);
  });

  it("counts relocated copies of the same organization and reports others without a version", () => {
    const classes = ["com/acme/A", "com/acme/shaded/com/google/common/B", "com/acme/shaded/io/netty/C"];
    const poms = ["com.acme:tool:1.0", "com.google.common:guava:33.0"];
    const [own] = itself(read("tool-1.0.jar", { poms, classes })) ?? [];
    expect(own?.identity?.relocated).toEqual(["io/netty"]);
    expect(read("app.jar", { classes }).unread).toEqual([
      { within: "", reason: "copies of other software without coordinates: com/google/common, io/netty" },
    ]);
  });
});
