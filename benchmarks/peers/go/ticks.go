package main

import "time"

// ordered is what the command line says of ticks.
func ordered() (n int, interval, length time.Duration) {
	return option("--tasks", 10000), milliseconds("--interval", 100), seconds("--seconds", 4)
}

func sayShare(n int, came, due float64) { tell("ticks that came", n, 100*came/due, "%") }

func measureTicks() {
	n, interval, length := ordered()
	f := newFleet(n, 0, intervals{interval, interval})
	f.startAll(n)
	time.Sleep(time.Second) // into the steady state
	cpu := cpuSeconds()
	calls := f.calls()
	begin := time.Now()
	time.Sleep(length)
	calls = f.calls() - calls
	cpu = cpuSeconds() - cpu
	expected := 2 * float64(n) * float64(time.Since(begin)) / float64(interval)
	tell("tick", n, cpu/float64(calls)*1e6, "us")
	sayShare(n, float64(calls), expected)
}

func measureLateness() {
	n, interval, length := ordered()
	kept := int(length / interval)
	f := newFleet(n, kept, intervals{interval, interval})
	const spread = 4 * time.Second // one after the other, as with all others
	started := make([]time.Time, n)
	begin := time.Now()
	for i, t := range f.tasks {
		wait := time.Until(begin.Add(time.Duration(i) * spread / time.Duration(n)))
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
			count := atMost(int(t.count(which)), kept)
			came += count
			due += atMost(int(end.Sub(started[i])/interval), kept)
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
	sayShare(n, float64(came), float64(due))
}

func measureIdle() {
	f := newFleet(1, 0, everyDay)
	f.startAll(1)
	time.Sleep(time.Second)
	cpu := cpuSeconds()
	begin := time.Now()
	time.Sleep(seconds("--seconds", 35))
	tell("idle", 1, 100*(cpuSeconds()-cpu)/time.Since(begin).Seconds(), "%")
}
