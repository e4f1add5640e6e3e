package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// The part of the original that is measured, written anew after what its
// documentation says: a state that is read and written atomically, and two
// goroutines with a ticker each that call a task until the cut-over.

type state int32

const cutOver state = 8

func (s *state) get() state { return state(atomic.LoadInt32((*int32)(s))) }

func (s *state) set(to state) { atomic.StoreInt32((*int32)(s), int32(to)) }

var errNotReady = errors.New("watermark not ready")

type task interface {
	current() state
	status() string
	dump(ctx context.Context) error
	cancel()
}

// watch starts both loops. They tell `running` when they have begun and `ended`
// when they have ended, which the original does not; a benchmark has to know.
func watch(ctx context.Context, t task, every intervals, running, ended *sync.WaitGroup) {
	go dumpStatus(ctx, t, every.status, running, ended)
	go dumpCheckpoints(ctx, t, every.checkpoint, running, ended)
}

func dumpStatus(ctx context.Context, t task, every time.Duration, running, ended *sync.WaitGroup) {
	defer ended.Done()
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	running.Done()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if t.current() > cutOver {
				return
			}
			_ = t.status() // nobody writes it anywhere
		}
	}
}

func dumpCheckpoints(ctx context.Context, t task, every time.Duration, running, ended *sync.WaitGroup) {
	defer ended.Done()
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	running.Done()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if t.current() >= cutOver {
				return
			}
			err := t.dump(ctx)
			if err == nil || errors.Is(err, errNotReady) {
				continue
			}
			if errors.Is(err, context.Canceled) || t.current() >= cutOver {
				return
			}
			t.cancel()
			return
		}
	}
}
