package main

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

type intervals struct {
	status     time.Duration
	checkpoint time.Duration
}

// leanTask answers at once, so that what is measured is who watches it.
type leanTask struct {
	now    state
	calls  [2]uint32
	times  [2][]time.Time // only as many as have been made room for
	ctx    context.Context
	finish context.CancelFunc
}

func (t *leanTask) note(which int) {
	count := atomic.LoadUint32(&t.calls[which])
	if int(count) < len(t.times[which]) {
		t.times[which][count] = time.Now()
	}
	atomic.StoreUint32(&t.calls[which], count+1)
}

func (t *leanTask) current() state { return t.now.get() }

func (t *leanTask) status() string {
	t.note(0)
	return "a line"
}

func (t *leanTask) dump(ctx context.Context) error {
	t.note(1)
	return nil
}

func (t *leanTask) cancel() { t.finish() }

// fleet is all tasks of the process.
type fleet struct {
	tasks   []*leanTask
	every   intervals
	running sync.WaitGroup
	ended   sync.WaitGroup
}

func newFleet(n, kept int, every intervals) *fleet {
	f := &fleet{every: every}
	f.tasks = make([]*leanTask, n)
	for i := range f.tasks {
		t := &leanTask{}
		if kept > 0 {
			t.times[0] = make([]time.Time, kept)
			t.times[1] = make([]time.Time, kept)
		}
		f.tasks[i] = t
	}
	return f
}

func (f *fleet) start(t *leanTask) {
	t.ctx, t.finish = context.WithCancel(context.Background())
	f.running.Add(2)
	f.ended.Add(2)
	watch(t.ctx, t, f.every, &f.running, &f.ended)
}

func (f *fleet) startAll(n int) {
	for _, t := range f.tasks[:n] {
		f.start(t)
	}
	f.running.Wait()
}

func (f *fleet) stopAll(n int) {
	for _, t := range f.tasks[:n] {
		t.finish()
	}
	f.ended.Wait()
}

func (f *fleet) calls() (result uint64) {
	for _, t := range f.tasks {
		result += uint64(atomic.LoadUint32(&t.calls[0]))
		result += uint64(atomic.LoadUint32(&t.calls[1]))
	}
	return
}

func (f *fleet) complete() bool {
	for _, t := range f.tasks {
		if atomic.LoadUint32(&t.calls[0]) == 0 || atomic.LoadUint32(&t.calls[1]) == 0 {
			return false
		}
	}
	return true
}
