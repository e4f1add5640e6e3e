// What the original costs: two goroutines with tickers per task. The modes, the
// options and the output are those of ../../harness/harness.cpp.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func option(name string, otherwise int) int {
	for i, word := range os.Args[:len(os.Args)-1] {
		if word == name {
			if x, err := strconv.Atoi(os.Args[i+1]); err == nil {
				return x
			}
		}
	}
	return otherwise
}

func milliseconds(name string, otherwise int) time.Duration {
	return time.Duration(option(name, otherwise)) * time.Millisecond
}

func seconds(name string, otherwise int) time.Duration {
	return time.Duration(option(name, otherwise)) * time.Second
}

func atMost(x, most int) int {
	if x > most {
		return most
	}
	return x
}

func tell(name string, n int, value float64, unit string) {
	fmt.Printf(`{"name":"%s","n":%d,"value":%g,"unit":"%s","who":""}`+"\n", name, n, value, unit)
}

func cpuSeconds() float64 {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	of := func(x syscall.Timeval) float64 { return float64(x.Sec) + float64(x.Usec)/1e6 }
	return of(used.Utime) + of(used.Stime)
}

func resident() float64 {
	text, _ := os.ReadFile("/proc/self/statm")
	pages, _ := strconv.ParseFloat(strings.Fields(string(text))[1], 64)
	return pages * float64(os.Getpagesize())
}

func percentile(sorted []float64, share float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(share*float64(len(sorted)-1))]
}

func main() {
	modes := map[string]func(){
		"memory": measureMemory, "start": measureStart, "tick": measureTicks,
		"late": measureLateness, "idle": measureIdle, "read": measureRead,
		"version": func() { fmt.Print(runtime.Version()) },
	}
	if len(os.Args) < 2 || modes[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "what shall be measured?")
		os.Exit(2)
	}
	modes[os.Args[1]]()
}

func measureMemory() {
	n := option("--tasks", 10000)
	every := intervals{milliseconds("--status", 30000), milliseconds("--checkpoint", 50000)}
	runtime.GC()
	before := resident()
	grown := func(name string, from float64) { tell("memory, "+name, n, (resident()-from)/float64(n), "bytes") }
	f := newFleet(n, 0, every)
	grown("task only", before)
	withTasks := resident()
	say := func(name string) {
		grown(name, before)
		grown("watch "+name, withTasks)
	}
	f.startAll(n)
	say("just started")
	if every.checkpoint >= 50*time.Second {
		return
	}
	for begin := time.Now(); !f.complete() && time.Since(begin) < 4*every.checkpoint; {
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(500 * time.Millisecond)
	say("has ticked")
}

func measureStart() {
	n := option("--tasks", 10000)
	f := newFleet(n, 0, everyDay)
	round := func() (start, stop float64) {
		before := cpuSeconds()
		f.startAll(n)
		between := cpuSeconds()
		f.stopAll(n)
		return between - before, cpuSeconds() - between
	}
	say := func(start, stop float64, rounds int, when string) {
		tell("start"+when, n, start/float64(n*rounds)*1e6, "us")
		tell("stop"+when, n, stop/float64(n*rounds)*1e6, "us")
	}
	start, stop := round()
	say(start, stop, 1, "")
	rounds := atMost(20000/n, 40)
	if rounds < 1 {
		rounds = 1
	}
	start, stop = 0, 0
	for i := 0; i < rounds; i++ {
		x, y := round()
		start += x
		stop += y
	}
	say(start, stop, rounds, ", again")
}

func sortedCopy(x []float64) []float64 {
	result := append([]float64(nil), x...)
	sort.Float64s(result)
	return result
}
