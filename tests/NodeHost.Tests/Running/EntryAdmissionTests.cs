using System.Text;
using System.Text.Json;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.RunLists;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Watching;

namespace ChefActors.NodeHost.Tests.Running;

public sealed class EntryAdmissionTests
{
    private static readonly AdmissionPolicy _policy = new(NodeName.Parse("web-1"), "cluster-1", "journal-1", AllowList.Everything, ["*"], true, RunMode.Override);

    private static Command Good => new()
    {
        Id = "R1",
        Rollout = "R1",
        Node = "web-1",
        Cluster = "cluster-1",
        RunList = ["recipe[a]"],
        AcceptBy = DateTimeOffset.UnixEpoch.AddDays(1),
    };

    public static TheoryData<string> Items() => [.. Hostile.Items.Select(item => JsonSerializer.Serialize(item))];

    [Fact]
    public void A_good_entry_is_admitted_in_the_order_of_its_coming()
    {
        var item = Assert.IsType<AdmissionVerdict.Admitted>(Judge(Good)).Item;
        Assert.Equal(("R1", 7L, 2), (item.Id, item.Order, item.EntryVersion!.Value));
    }

    [Fact]
    public void What_is_not_for_this_node_is_rejected_and_says_why()
    {
        Rejected(ReasonCode.WrongNode, Good with { Node = "web-2" });
        Rejected(ReasonCode.WrongCluster, Good with { Cluster = "cluster-2" });
        Rejected(ReasonCode.WrongCluster, Good with { Cluster = null });
        Rejected(ReasonCode.UnsupportedVersion, Good with { V = 2 });
        Rejected(ReasonCode.BadJson, Good with { V = 0 });
        Rejected(ReasonCode.BadJson, Good with { Id = "R2", Rollout = "R2" });
        Rejected(ReasonCode.BadJson, Good with { Rollout = "R2" });
        Rejected(ReasonCode.BadJson, Good with { Rollout = null });
        Rejected(ReasonCode.BadJson, Good with { AcceptBy = null });
    }

    [Fact]
    public void What_this_agent_cannot_or_must_not_do_is_rejected()
    {
        Rejected(ReasonCode.BadJson, Good with { RunTimeoutS = 0 });
        Rejected(ReasonCode.BadJson, Good with { RunTimeoutS = 86_401 });
        Rejected(ReasonCode.BadJson, Good with { LockWaitS = -1 });
        Rejected(ReasonCode.BadJson, Good with { Attempts = 0 });
        Rejected(ReasonCode.BadJson, Good with { Attempts = 4 });
        Rejected(ReasonCode.BadRunList, Good with { RunList = [] });
        Rejected(ReasonCode.BadRunList, Good with { Mode = RunMode.Full });
        Rejected(ReasonCode.PolicyfileMode, Good with { Mode = RunMode.Named, NamedRunList = "x", RunList = [] });
        Rejected(ReasonCode.BadAttributes, Good with { Attributes = JsonDocument.Parse("[]").RootElement });
        foreach (var key in SlotReading.RefusedKeys.Append("run_list"))
            Rejected(ReasonCode.BadAttributes, Good with { Attributes = JsonDocument.Parse($$"""{"{{key}}":["a"]}""").RootElement });
    }

    [Theory]
    [MemberData(nameof(Items))]
    public void What_is_no_item_is_rejected(string itemAsJson) => Rejected(ReasonCode.BadRunList, Good with { RunList = [JsonSerializer.Deserialize<string>(itemAsJson)!] });

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"v":"1"}""")]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":1,"id":"R1","rollout":"R1","node":"web-1","kind":"shell"}""")]
    [InlineData("""{"v":1,"id":"R1","rollout":"R1","node":"web-1","kind":1}""")]
    [InlineData("""{"v":1,"id":"R1","id":"R1","node":"web-1"}""")]
    [InlineData("""{"v":1,"id":"R1","rollout":"R1","node":"web-1","cluster":"cluster-1","accept_by":"soon"}""")]
    [InlineData("""{"v":1,"id":"R1","rollout":"R1","node":"web-1","cluster":"cluster-1","accept_by":"2026-01-01T00:00:00Z","run_list":null}""")]
    public void What_is_no_command_is_rejected(string text) => Assert.Equal(ReasonCode.BadJson, Refused(Judge(Encoding.UTF8.GetBytes(text))).Reason.Code);

    [Fact]
    public void Size_and_depth_are_bounded()
    {
        Assert.Equal(ReasonCode.TooLarge, Refused(Judge(new byte[1 << 20])).Reason.Code);
        Assert.Equal(ReasonCode.BadJson, Refused(Judge(Encoding.UTF8.GetBytes("{\"v\":" + new string('[', 10_000)))).Reason.Code);
    }

    [Fact]
    public void A_claim_of_another_journal_is_never_run_and_one_of_mine_is_taken_up_again()
    {
        Assert.IsType<AdmissionVerdict.Foreign>(Judge(Good with { Claim = new Claim("journal-2", 1) }));
        Assert.IsType<AdmissionVerdict.Admitted>(Judge(Good with { Claim = new Claim("journal-1", 1) }));
    }

    [Fact]
    public void A_request_to_stop_before_the_start_withdraws_but_not_what_ran_before()
    {
        var cancel = new Cancel("alice@ops1", DateTimeOffset.UnixEpoch);
        Assert.Equal(ResultState.Withdrawn, Refused(Judge(Good with { Claim = new Claim("journal-1", 1), Cancel = cancel })).State);
        Assert.Equal(ResultState.Interrupted, Refused(Judge(Good with { Claim = new Claim("journal-1", 2), Cancel = cancel })).State);
    }

    [Fact]
    public void A_slots_entry_knows_its_push()
    {
        var slot = new SlotIdentity(16, 3, 5);
        var command = Good with { Id = "slot-10", Rollout = null, Cluster = null, AcceptBy = null };
        var admitted = Assert.IsType<AdmissionVerdict.Admitted>(Judge(SlotEntry.Write(command, slot), "slot-10"));
        Assert.Equal(slot, admitted.Item.Slot);
        Assert.Equal(ReasonCode.BadJson, Refused(Judge(SlotEntry.Write(command, slot with { Mzxid = 17 }), "slot-10")).Reason.Code);
        Assert.Equal(ReasonCode.BadJson, Refused(Judge(PayloadCodec.Write(command, PayloadJson.Default.Command), "slot-10")).Reason.Code);
        var foreign = Assert.IsType<AdmissionVerdict.Foreign>(Judge(CommandReader.WithClaim(SlotEntry.Write(command, slot), new Claim("journal-2", 1)), "slot-10"));
        Assert.Equal(slot, foreign.Slot);
    }

    private static void Rejected(string code, Command command)
    {
        var refused = Refused(Judge(command));
        Assert.Equal((ResultState.Rejected, code), (refused.State, refused.Reason.Code));
    }

    private static AdmissionVerdict.Refused Refused(AdmissionVerdict verdict) => Assert.IsType<AdmissionVerdict.Refused>(verdict);

    private static AdmissionVerdict Judge(Command command) => Judge(PayloadCodec.Write(command, PayloadJson.Default.Command));

    private static AdmissionVerdict Judge(byte[] data, string id = "R1") => Admission.Judge(new EntrySnapshot(id, data, 2, 7), _policy, DateTimeOffset.UnixEpoch);
}
