// Jars as their authors make them, by javac and jar; and files that only look like one.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseClass, releaseOf } from '../../../src/bundle/archive/class-file.js';
import { inspectProgram } from '../../../src/bundle/program-jar.js';

const SOURCES = {
  'org/apache/spark/streaming/kafka/KafkaUtils.java':
    'package org.apache.spark.streaming.kafka; public class KafkaUtils { public static void createStream() {} public static void createDirectStream() {} }',
  'a/Direct.java':
    'package a; public class Direct { public static void main(String[] args) { org.apache.spark.streaming.kafka.KafkaUtils.createDirectStream(); } }',
  'a/Receiving.java': 'package a; public class Receiving { public static void main(String[] args) { new Wiring().wire(new Wiring[0]); } }',
  'a/Wiring.java':
    'package a; class Wiring { void wire(Wiring[] more) { Runnable r = () -> org.apache.spark.streaming.kafka.KafkaUtils.createStream(); r.run(); } }',
  'a/NoMain.java': 'package a; public class NoMain { public long twice(double d) { return 2L * 3000000000L; } }',
  'a/Heir.java': 'package a; public class Heir extends Direct {}',
};

describe('a jar that somebody wants to run', () => {
  let dir: string;
  let jar: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'fams-ops-jar-'));
    for (const [path, text] of Object.entries(SOURCES)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    execFileSync('javac', ['--release', '8', '-Xlint:-options', '-d', 'classes', ...Object.keys(SOURCES)], { cwd: dir });
    execFileSync('jar', ['cf', 'program.jar', '-C', 'classes', 'a'], { cwd: dir });
    jar = join(dir, 'program.jar');
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const inspect = (path: string, mainClass: string) => inspectProgram(path, mainClass, new AbortController().signal);
  const written = (name: string, bytes: Buffer): string => {
    writeFileSync(join(dir, name), bytes);
    return join(dir, name);
  };

  it('is told by its bytes, its classes, and whether the one that is named leads to a receiver', async () => {
    expect(await inspect(jar, 'a.Receiving')).toMatchObject({ name: 'program.jar', classVersion: 52, receives: true });
    expect(await inspect(jar, 'a.Direct')).toMatchObject({ receives: false });
    expect((await inspect(jar, 'a.Direct')).sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('may have its main method from another class, or say nothing of it', async () => {
    expect(await inspect(jar, 'a.Heir')).toMatchObject({ mainClass: 'a.Heir' });
    await expect(inspect(jar, 'a.NoMain')).rejects.toMatchObject({ code: 'USAGE', message: expect.stringContaining('no main') as string });
  });

  it('names the class that was probably meant', async () => {
    await expect(inspect(jar, 'com.example.Direct')).rejects.toMatchObject({ code: 'USAGE', todo: ['Did you mean --class a.Direct?'] });
    await expect(inspect(jar, 'a.Recieving')).rejects.toMatchObject({ todo: ['Did you mean --class a.Receiving?'] });
  });

  it.each(['', 'a b', '../../etc', 'a..B', '-x', 'a/Direct'])('refuses %j for the name of a class', async (name) => {
    await expect(inspect(jar, name)).rejects.toMatchObject({ code: 'USAGE', exitCode: 2 });
  });

  it('is refused when it is none, cut short, or broken', async () => {
    const whole = readFileSync(jar);
    await expect(inspect(join(dir, 'nothing.jar'), 'a.Direct')).rejects.toMatchObject({ code: 'USAGE' });
    await expect(inspect(dir, 'a.Direct')).rejects.toMatchObject({ code: 'USAGE' });
    for (const bytes of [Buffer.alloc(0), Buffer.from('#!/bin/sh\n'), whole.subarray(0, whole.length - 30), whole.subarray(100)])
      await expect(inspect(written('other.jar', bytes), 'a.Direct')).rejects.toMatchObject({ code: 'USAGE' });
    for (let i = 0; i < whole.length - 22; i += 97) {
      const broken = Buffer.from(whole);
      broken.fill(0xff, i, i + 8);
      // Whatever was broken: a plain refusal, or what is read is not touched by it.
      await inspect(written('broken.jar', broken), 'a.Direct').catch((error: unknown) => expect(error).toMatchObject({ code: 'USAGE' }));
    }
  });

  it('has class files that are read as javac writes them', () => {
    const parsed = parseClass(readFileSync(join(dir, 'classes/a/NoMain.class')));
    expect(parsed).toMatchObject({ version: 52, superclass: 'java/lang/Object', main: false });
    expect(releaseOf(parsed?.version ?? 0)).toBe(8);
    expect(parseClass(readFileSync(join(dir, 'classes/a/Receiving.class')))).toMatchObject({
      classes: expect.arrayContaining(['a/Wiring']) as string[],
    });
    expect(parseClass(Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0]))).toBeNull();
    expect(parseClass(Buffer.from('no class'))).toBeNull();
  });
});
