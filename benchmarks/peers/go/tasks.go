package main

import (
	"context"
	"sync/atomic"
	"time"
)

type intervals struct {
	status     time.Duration
	checkpoint time.Duration
}

// everyDay is how often a task is called unless something else is measured.
var everyDay = intervals{30 * time.Second, 50 * time.Second}

// leanTask answers at once, so that what is measured is who watches it.
type leanTask struct {
	now    state
	calls  [2]uint32
	times  [2][]time.Time // only as many as have been made room for
	ctx    context.Context
	finish context.CancelFunc
}

func (t *leanTask) count(which int) uint32 { return atomic.LoadUint32(&t.calls[which]) }

func (t *leanTask) note(which int) {
	count := t.count(which)
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
	tasks []*leanTask
	every intervals
	loops loops
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
	watch(t.ctx, t, f.every, &f.loops)
}

func (f *fleet) startAll(n int) {
	for _, t := range f.tasks[:n] {
		f.start(t)
	}
	f.loops.running.Wait()
}

func (f *fleet) stopAll(n int) {
	for _, t := range f.tasks[:n] {
		t.finish()
	}
	f.loops.ended.Wait()
}

func (f *fleet) calls() (result uint64) {
	for _, t := range f.tasks {
		result += uint64(t.count(0) + t.count(1))
	}
	return
}

func (f *fleet) complete() bool {
	for _, t := range f.tasks {
		if t.count(0) == 0 || t.count(1) == 0 {
			return false
		}
	}
	return true
}
