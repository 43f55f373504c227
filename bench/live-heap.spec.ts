import { goLiveHeap, tenured } from './live-heap.js';

test('after a full collection, what is in use is in the old generation', () => {
  // From OpenJDK 17 with -XX:+UseSerialGC.
  const info = `4711:
 def new generation   total 19648K, used 1024K [0x00000000e8000000, 0x00000000e9550000, 0x00000000f0000000)
  eden space 17472K,   5% used [0x00000000e8000000, 0x00000000e8100000, 0x00000000e9110000)
  from space 2176K,   0% used [0x00000000e9110000, 0x00000000e9110000, 0x00000000e9330000)
 tenured generation   total 43712K, used 30720K [0x00000000f0000000, 0x00000000f2ab0000, 0x0000000100000000)
   the space 43712K,  70% used [0x00000000f0000000, 0x00000000f1e00000, 0x00000000f1e00000, 0x00000000f2ab0000)
 Metaspace       used 52480K, committed 53184K, reserved 1114112K`;
  expect(tenured(info)).toBe(30);
});

test('without an answer of a JVM there is no figure', () => {
  expect(tenured('4711:\njava.io.IOException: No such process')).toBeNull();
});

test("Go's live heap is what its next collection is due from", () => {
  const metrics = '# TYPE go_memstats_next_gc_bytes gauge\ngo_memstats_next_gc_bytes 7.340032e+07\n';
  expect(goLiveHeap(metrics)).toBe(35);
  expect(goLiveHeap(`go_gc_gogc_percent 75\n${metrics}`)).toBe(40);
  expect(goLiveHeap('up 1\n')).toBeNull();
});
