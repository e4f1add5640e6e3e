package main

import (
	"sync/atomic"
	"time"
)

var sink int32 // what is read must not be optimized away

// The time of one look at the state, in ns: the best of many short series, as
// others only add to it.
func look(s *state) float64 {
	const series, reads = 200, 1000000
	best := 1e9
	for i := 0; i < series; i++ {
		sum := state(0)
		begin := time.Now()
		for j := 0; j < reads; j++ {
			sum += s.get()
		}
		if x := float64(time.Since(begin)) / reads; x < best {
			best = x
		}
		sink += int32(sum)
	}
	return best
}

func measureRead() {
	// In a cache line of its own, as the others have it.
	padded := new([32]state)
	s := &padded[16]
	tell("read", 1, look(s), "ns")
	var done int32
	go func() {
		for x := state(0); atomic.LoadInt32(&done) == 0; x = (x + 1) % 10 {
			s.set(x)
			for begin := time.Now(); time.Since(begin) < time.Microsecond; {
			}
		}
	}()
	tell("read, busy writer", 1, look(s), "ns")
	atomic.StoreInt32(&done, 1)
}
