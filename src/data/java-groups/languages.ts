/** Languages of the JVM, compilers and tools of tests (sources as of frameworks.ts): a table of `facts/packages/maven/known-groups.ts`. */
export const languages = `
org.jetbrains.kotlin: kotlin-* | kotlin org/jetbrains/kotlin
org.jetbrains.kotlinx: kotlinx-* atomicfu atomicfu-* lincheck lincheck-jvm | kotlinx org/jetbrains
com.intellij<13: annotations | com/intellij org/intellij org/jetbrains
org.jetbrains: annotations markdown markdown-jvm | org/jetbrains org/intellij
org.jetbrains.exposed: exposed-*
org.jetbrains.skiko: skiko skiko-*
org.jetbrains.lincheck: lincheck
io.arrow-kt: arrow-annotations arrow-atomic arrow-core arrow-core-* arrow-fx-* arrow-optics arrow-resilience | arrow
io.insert-koin: koin-* | org/koin
io.kotest: kotest-*
io.mockk: mockk mockk-*
com.squareup.okhttp3: okhttp okhttp-* logging-interceptor mockwebserver mockwebserver3 mockwebserver3-* | okhttp3 mockwebserver3
com.squareup.okhttp: okhttp okhttp-* logging-interceptor mockwebserver | com/squareup/okhttp
com.squareup.okio: okio okio-* | okio
com.squareup.retrofit2: retrofit retrofit-* converter-* adapter-* | retrofit2
com.squareup.retrofit: retrofit converter-* adapter-* | retrofit
com.squareup.moshi: moshi moshi-*
com.squareup.wire: wire-*
com.palantir.javapoet: javapoet
com.squareup: javapoet kotlinpoet kotlinpoet-* javawriter
org.scala-lang: scala-actors scala-compiler scala-library scala-reflect scala3-* tasty-core | scala dotty
org.scala-lang.modules: scala-async scala-collection-compat scala-java8-compat scala-parallel-collections scala-parser-combinators scala-swing scala-xml | scala
com.typesafe: config ssl-config-core
com.typesafe.akka: akka-* | akka
com.typesafe.scala-logging: scala-logging
com.typesafe.slick: slick slick-* | slick
com.lightbend.akka: akka-stream-alpakka-* akka-projection-* | akka
org.apache.pekko: pekko-*
org.apache.spark: spark-core spark-* | org/apache/spark
org.apache.flink: flink-*
org.typelevel: cats-* | cats
io.circe: circe-*
org.http4s: http4s-* blaze-http
co.fs2: fs2-* | fs2
dev.zio: zio zio-* izumi-reflect | zio izumi
org.json4s: json4s-*
com.lihaoyi: fastparse geny os-lib pprint requests sourcecode ujson upack upickle upickle-core upickle-implicits | fastparse geny os pprint requests sourcecode ujson upack upickle
com.chuusai: shapeless | shapeless
io.spray: spray-json spray-* | spray
com.twitter: algebird-* bijection-* chill chill-* finagle-* util-* | com/twitter
org.scalatest: scalatest scalatest-*
org.scalacheck: scalacheck
org.apache.groovy>=4: groovy groovy-* | groovy org/codehaus/groovy org/apache/groovy
org.codehaus.groovy: groovy groovy-* | groovy org/codehaus/groovy org/apache/groovy
org.clojure: clojure core.* spec.alpha tools.* data.* | clojure
org.jruby: jruby jruby-*
org.python: jython jython-standalone
org.mozilla: rhino rhino-*
rhino: js | org/mozilla
org.beanshell: bsh | bsh
bsh: bsh | bsh
org.gradle: gradle-*
org.ow2.asm: asm asm-* asm-all asm-analysis asm-commons asm-debug-all asm-tree asm-util asm-xml | org/objectweb/asm
asm<4: asm asm-all asm-analysis asm-attrs asm-commons asm-debug-all asm-tree asm-util asm-xml | org/objectweb/asm
cglib: cglib cglib-nodep cglib-full | net/sf/cglib
org.aspectj: aspectjmatcher aspectjrt aspectjtools aspectjweaver
aopalliance: aopalliance | org/aopalliance
net.bytebuddy: byte-buddy byte-buddy-*
org.javassist: javassist | javassist
javassist<3.13: javassist | javassist
org.projectlombok: lombok | lombok
org.checkerframework: checker checker-compat-qual checker-qual checker-util dataflow-errorprone
org.jspecify: jspecify
com.google.code.findbugs: annotations findbugs jsr305 | edu/umd javax/annotation
com.github.spotbugs: spotbugs spotbugs-annotations spotbugs-ant | edu/umd
net.jcip: jcip-annotations
com.github.stephenc.jcip: jcip-annotations | net/jcip
junit: junit junit-dep | junit org/junit
org.junit.jupiter: junit-jupiter junit-jupiter-*
org.junit.platform: junit-platform-*
org.junit.vintage: junit-vintage-engine
org.opentest4j: opentest4j
org.apiguardian: apiguardian-api
org.hamcrest: hamcrest hamcrest-*
org.mockito: mockito-*
org.assertj: assertj-*
org.testng: testng
org.seleniumhq.selenium: selenium-* | org/openqa org/seleniumhq
com.palantir.javaformat: palantir-java-format palantir-java-format-*
com.diffplug.spotless: spotless-*
org.vineflower: vineflower | org/jetbrains org/vineflower
org.easymock: easymock
org.powermock: powermock-*
org.spockframework: spock-* | spock org/spockframework
org.testcontainers: testcontainers testcontainers-* junit-jupiter jdbc database-commons cassandra clickhouse couchbase elasticsearch kafka localstack mariadb mongodb mssqlserver mysql neo4j nginx postgresql pulsar r2dbc rabbitmq redpanda selenium vault | org/testcontainers
org.wiremock: wiremock wiremock-* | com/github/tomakehurst org/wiremock
com.github.tomakehurst<3: wiremock wiremock-* | com/github/tomakehurst
net.jqwik: jqwik jqwik-*
com.tngtech.archunit: archunit archunit-*
io.cucumber: cucumber-* gherkin messages | io/cucumber cucumber
org.openjdk.jmh: jmh-*
org.openjfx: javafx-* jdk-jsobject | javafx com/sun netscape
org.lwjgl: lwjgl lwjgl-*
com.badlogicgames.gdx: gdx gdx-*
org.apache.ant: ant ant-* | org/apache/tools
ant: ant ant-launcher ant-junit ant-optional | org/apache/tools
org.apache.ivy: ivy
com.google.javascript: closure-compiler closure-compiler-*
com.google.gwt: gwt-dev gwt-servlet gwt-user | com/google/gwt
com.android.tools: r8 sdk-common common sdklib repository | com/android
org.smali: baksmali dexlib2 smali util | org/jf
com.guardsquare: proguard-base proguard-core | proguard
org.asciidoctor: asciidoctorj asciidoctorj-*
info.picocli: picocli picocli-* | picocli
com.beust: jcommander
args4j: args4j | org/kohsuke
net.sf.jopt-simple: jopt-simple | joptsimple
org.jline: jline jline-*
jline: jline | jline
biz.aQute.bnd: biz.aQute.bnd biz.aQute.bnd.* biz.aQute.bndlib biz.aQute.repository biz.aQute.resolve bnd-* bndlib | aQute org/osgi
org.eclipse.jdt: ecj org.eclipse.jdt.*
org.eclipse.platform: org.eclipse.core.* org.eclipse.equinox.* org.eclipse.osgi org.eclipse.swt org.eclipse.swt.* org.eclipse.ui.* org.eclipse.jface org.eclipse.text | org/eclipse org/osgi
org.eclipse.emf: org.eclipse.emf.*
org.eclipse.jgit: org.eclipse.jgit org.eclipse.jgit.*
org.eclipse.lsp4j: org.eclipse.lsp4j org.eclipse.lsp4j.*
org.eclipse.persistence: eclipselink org.eclipse.persistence.* | org/eclipse/persistence javax/persistence
org.eclipse.xtext: org.eclipse.xtext org.eclipse.xtext.*
org.eclipse.paho: org.eclipse.paho.*
org.apache.felix: maven-bundle-plugin org.apache.felix.* | org/apache/felix org/osgi
org.apache.sling: org.apache.sling.*
`;
