package main

import (
	"sync/atomic"
	"time"
)

func measureTicks() {
	n := option("--tasks", 10000)
	interval := milliseconds("--interval", 100)
	f := newFleet(n, 0, intervals{interval, interval})
	f.startAll(n)
	time.Sleep(time.Second) // into the steady state
	cpu := cpuSeconds()
	calls := f.calls()
	begin := time.Now()
	time.Sleep(time.Duration(option("--seconds", 4)) * time.Second)
	calls = f.calls() - calls
	cpu = cpuSeconds() - cpu
	expected := 2 * float64(n) * float64(time.Since(begin)) / float64(interval)
	tell("tick", n, cpu/float64(calls)*1e6, "us")
	tell("ticks that came", n, 100*float64(calls)/expected, "%")
}

func measureLateness() {
	n := option("--tasks", 10000)
	interval := milliseconds("--interval", 100)
	length := time.Duration(option("--seconds", 4)) * time.Second
	kept := int(length / interval)
	f := newFleet(n, kept, intervals{interval, interval})
	started := make([]time.Time, n)
	begin := time.Now()
	for i, t := range f.tasks {
		wait := time.Until(begin.Add(time.Duration(i) * time.Second / time.Duration(n)))
		if wait > time.Millisecond {
			time.Sleep(wait)
		}
		started[i] = time.Now()
		f.start(t)
	}
	end := time.Now().Add(length)
	time.Sleep(time.Until(end) + 50*time.Millisecond) // what is due at the end comes, too
	var late []float64
	came, due := 0, 0
	for i, t := range f.tasks {
		for which := range t.calls {
			count := int(atomic.LoadUint32(&t.calls[which]))
			if count > kept {
				count = kept
			}
			wanted := int(end.Sub(started[i]) / interval)
			if wanted > kept {
				wanted = kept
			}
			came += count
			due += wanted
			for k := 0; k < count; k++ {
				x := t.times[which][k].Sub(started[i].Add(time.Duration(k+1) * interval))
				late = append(late, float64(x)/float64(time.Millisecond))
			}
		}
	}
	late = sortedCopy(late)
	tell("lateness p50", n, percentile(late, 0.5), "ms")
	tell("lateness p99", n, percentile(late, 0.99), "ms")
	tell("lateness at most", n, percentile(late, 1), "ms")
	tell("ticks that came", n, 100*float64(came)/float64(due), "%")
}

func measureIdle() {
	f := newFleet(1, 0, intervals{30 * time.Second, 50 * time.Second})
	f.startAll(1)
	time.Sleep(time.Second)
	cpu := cpuSeconds()
	begin := time.Now()
	time.Sleep(time.Duration(option("--seconds", 35)) * time.Second)
	tell("idle", 1, 100*(cpuSeconds()-cpu)/time.Since(begin).Seconds(), "%")
}
