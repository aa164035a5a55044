using System.Buffers;
using ChefActors.ZooKeeper.Embedded.Network;
using ChefActors.ZooKeeper.Embedded.Requests;
using ChefActors.ZooKeeper.Embedded.Sessions;
using ChefActors.ZooKeeper.Embedded.Storage;
using ChefActors.ZooKeeper.Embedded.Storage.Records;
using ChefActors.ZooKeeper.Embedded.Tree;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.Testing.Fuzzing;

/// <summary>Some hostile connections to one new server, and what must hold after each frame and at the end.</summary>
internal sealed class ServerConversation
{
    private const int ConnectionsAtMost = 3;
    private const int FramesAtMost = 64;
    private const int BytesOfASession = 1024;

    private readonly Chance _chance;
    private readonly Func<ClientConnection> _connect;
    private readonly FakeTimeProvider _time = new();
    private readonly StoreJournal _journal = new();
    private readonly ServerState _state;
    private readonly RequestHandlers _handlers;
    private readonly List<ClientConnection> _open = [];
    private readonly List<Session> _known = [];
    private readonly JuteWriter _writer = new();
    private byte[] _before = [];
    private int _xid;
    private int _refused;

    public ServerConversation(long seed, Func<ClientConnection> connect)
    {
        (_chance, _connect) = (new Chance(seed), connect);
        var tree = new ZnodeTree { Observer = _journal };
        _state = new ServerState(tree, new SessionTable(firstId: 1, new byte[16], tickMs: 2000, minTimeoutMs: 4000, maxTimeoutMs: 40_000), new ServerClock(_time), lastZxid: 0, _journal);
        _handlers = new RequestHandlers(_state, faults: null, _ => throw new FuzzException("a session expires without faults"), (_, _) => throw new FuzzException("a request is put off without faults"));
    }

    /// <summary>Plays it, or its beginning up to <paramref name="frame"/>: those before make what it meets.</summary>
    public Played Play(int? frame)
    {
        var frames = 1 + _chance.Below(FramesAtMost);
        if (frame >= frames) throw new ArgumentOutOfRangeException(nameof(frame), frame, $"the conversation has {frames} frames for the server, counted from 0");
        frames = frame + 1 ?? frames;
        for (var i = 0; i < frames; i++) StepOrTell(i);
        CheckTree();
        End();
        _writer.Dispose();
        return new Played(frames, _refused, frame is null ? null : _before);
    }

    private void StepOrTell(int index)
    {
        try
        {
            Step();
        }
        catch (Exception problem)
        {
            throw FuzzException.At(index, problem);
        }
    }

    private void Step()
    {
        if (_chance.OneIn(20)) PassTime();
        if (_open.Count == 0 || (_open.Count < ConnectionsAtMost && _chance.OneIn(12))) _open.Add(_connect());
        var connection = _open[_chance.Below(_open.Count)];
        _writer.Truncate(0);
        if (connection.Session is null) WriteConnect();
        else RandomRequest.Write(_chance, _writer, ++_xid);
        var isWhole = connection.Session is null ? !_chance.OneIn(4) : _chance.OneIn(3);
        var frame = isWhole ? _writer.Written.ToArray() : Mutation.Of(_chance, _writer.Written, _before);
        _before = frame;
        Carry(connection, frame);
        foreach (var over in _open.Where(one => one.IsOver).ToArray()) LetGo(over);
    }

    private void WriteConnect()
    {
        var again = _known.Count > 0 && _chance.OneIn(2) ? _known[_chance.Below(_known.Count)] : null;
        new ConnectRequest(0, _chance.OneIn(9) ? _state.LastZxid + 1 : 0, _chance.Below(50_000), again?.Id ?? 0, again?.Password ?? new byte[16], _chance.Of<bool?>(null, false, true)).Write(_writer);
    }

    private void Carry(ClientConnection connection, byte[] frame)
    {
        var (zxid, began, due) = (_state.LastZxid, connection.Session is not null, _state.Tree.EphemeralCount);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _handlers.Handle(connection, frame);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var written = _open.Sum(one => (long)one.Output.Length);
        Budget.Check(allocated, frame.Length + written + (due * (long)BytesOfASession), $"a frame (operation {(frame.Length >= 8 ? frame[7] : -1)})");
        if (_state.LastZxid < zxid) throw new FuzzException($"the last zxid went from {zxid} back to {_state.LastZxid}");
        if (connection.Session is { } session && !began) _known.Add(session);
        foreach (var one in _open) Receive(one, one == connection, began, frame);
    }

    /// <summary>What the connection was sent is a whole number of frames that the client's codec understands, the answer once among them.</summary>
    private void Receive(ClientConnection connection, bool asked, bool began, byte[] frame)
    {
        var answers = began ? AnswerCheck.Read(connection.Output.Written, frame) : AnswerCheck.ReadConnected(connection.Output.Written);
        connection.Output.Release();
        if (!asked && answers > 0) throw new FuzzException("a connection that asked nothing got an answer");
        if (!asked) return;
        if (answers == 0) _refused++;
        if (answers == 0 && !connection.IsOver) throw new FuzzException("a request got no answer, and its connection goes on");
    }

    private void PassTime()
    {
        _time.Advance(TimeSpan.FromMilliseconds(_chance.Below(6000)));
        foreach (var one in _open) one.Session?.Heard(_state.Clock.SteadyMs - _chance.Below(8000));
        foreach (var path in _state.Tree.Leftovers(_state.Clock.WallMs)) _state.Announce(_state.Tree.RemoveLeftover(path, _state.NextZxid(), _state.Clock.WallMs));
        foreach (var session in _state.Sessions.TakeExpired(_state.Clock.SteadyMs)) EndSession(session.Id);
        foreach (var one in _open.ToArray())
        {
            AnswerCheck.ReadEvents(one.Output.Written);
            one.Output.Release();
            if (one.IsOver) LetGo(one);
        }
    }

    private void EndSession(long id)
    {
        _state.EndSession(id);
        if (_state.ConnectionOfSession.Remove(id, out var connection)) connection.Abort("its session expired");
    }

    /// <summary>As the request loop does with a connection whose end was read.</summary>
    private void LetGo(ClientConnection connection)
    {
        _open.Remove(connection);
        if (connection.Session is { } session && _state.ConnectionOfSession.TryGetValue(session.Id, out var current) && ReferenceEquals(current, connection)) _state.ConnectionOfSession.Remove(session.Id);
        _state.Watches.RemoveAll(connection);
        connection.Abort("it ended");
        connection.Output.Release();
    }

    private void CheckTree()
    {
        if (TreeCheck.Problem(_state.Tree, id => _state.Sessions.IsAlive(id)) is { } problem) throw new FuzzException(problem);
    }

    /// <summary>When all are gone nothing of them is left; and what was stored of it all makes the same tree.</summary>
    private void End()
    {
        foreach (var one in _open.ToArray()) LetGo(one);
        foreach (var session in _state.Sessions.All.ToArray()) EndSession(session.Id);
        CheckTree();
        var left = (_state.Sessions.Count, _state.Tree.EphemeralCount, _state.Watches.Count, _state.ConnectionOfSession.Count);
        if (left != (0, 0, 0, 0)) throw new FuzzException($"sessions, ephemeral znodes, watches, connections are left: {left}");
        var (buffer, length) = _journal.Detach();
        var image = new StoreImage();
        TransactionReader.RepeatAll(image, buffer.AsSpan(0, length));
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        if (TreeCheck.Difference(_state.Tree, image.Tree) is { } difference) throw new FuzzException(difference);
    }
}
