using System.Text.Json;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.RunLists;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Watching;

namespace ChefActors.NodeHost.Tests.Running;

public sealed class SlotAdmissionTests
{
    private static readonly AdmissionPolicy _policy = new(NodeName.Parse("web-1"), "cluster-1", "journal-1", AllowList.Everything, ["*"], true, RunMode.Override);

    public static TheoryData<string> Pushes() => [.. Hostile.Pushes.Select(push => push.Name)];

    public static TheoryData<string> Items() => [.. Hostile.Items.Select(item => JsonSerializer.Serialize(item))];

    [Theory]
    [MemberData(nameof(Pushes))]
    public void What_is_no_push_is_rejected_with_a_reason_on_one_line(string name)
    {
        var refused = Refused(Hostile.Pushes.First(push => push.Name == name).Data, _policy);
        Assert.Equal(ResultState.Rejected, refused.State);
        Assert.InRange(refused.Reason.Text.Length, 1, 400);
        Assert.DoesNotContain(refused.Reason.Text, char.IsControl);
    }

    [Theory]
    [MemberData(nameof(Items))]
    public void What_is_no_item_is_rejected(string itemAsJson) =>
        Assert.Equal(ReasonCode.BadRunList, Refused(Hostile.Text($$"""{"run_list":["recipe[a]",{{itemAsJson}}]}"""), _policy).Reason.Code);

    [Fact]
    public void The_reason_tells_what_is_wrong()
    {
        Assert.Equal(ReasonCode.TooLarge, Reason("a megabyte"));
        Assert.Equal(ReasonCode.TooLarge, Reason("escapes that an entry cannot hold"));
        Assert.Equal(ReasonCode.BadJson, Reason("no JSON"));
        Assert.Equal(ReasonCode.BadJson, Reason("not UTF-8"));
        Assert.Equal(ReasonCode.BadRunList, Reason("no run-list"));
        Assert.Equal(ReasonCode.BadRunList, Reason("an empty run-list"));
        Assert.Equal(ReasonCode.NotAllowed, Reason("policy_name"));

        static string Reason(string name) => Refused(Hostile.Pushes.First(push => push.Name == name).Data, _policy).Reason.Code;
    }

    [Fact]
    public void A_push_becomes_a_command_whose_other_keys_are_attributes()
    {
        var item = Assert.IsType<AdmissionVerdict.Admitted>(Judge("""{"run_list":["recipe[a]","role[b]"],"x":{"y":1}}"""u8.ToArray(), _policy)).Item;
        Assert.Equal("slot-10", item.Id);
        Assert.Equal(["recipe[a]", "role[b]"], item.Command.RunList);
        Assert.Equal("""{"x":{"y":1}}""", item.Command.Attributes!.Value.GetRawText());
        Assert.Null(item.Command.AcceptBy);
        Assert.Null(item.EntryVersion);
        Assert.Equal(new SlotIdentity(16, 3, 5), SlotEntry.Read(item.Entry));
    }

    [Fact]
    public void A_push_without_attributes_has_none() =>
        Assert.Null(Assert.IsType<AdmissionVerdict.Admitted>(Judge("""{"run_list":["recipe[a]"]}"""u8.ToArray(), _policy)).Item.Command.Attributes);

    [Fact]
    public void Settings_refuse_pushes_items_and_attributes()
    {
        var push = """{"run_list":["recipe[a]"],"x":1}"""u8.ToArray();
        Assert.True(AllowList.TryParse(["recipe[b]"], out var others, out _));
        Assert.Equal(ReasonCode.NotAllowed, Refused(push, _policy with { SlotEnabled = false }).Reason.Code);
        Assert.Equal(ReasonCode.NotAllowed, Refused(push, _policy with { Items = others }).Reason.Code);
        Assert.Equal(ReasonCode.BadAttributes, Refused(push, _policy with { Attributes = ["y"] }).Reason.Code);
        Assert.IsType<AdmissionVerdict.Admitted>(Judge(push, _policy with { Attributes = ["x"] }));
    }

    [Fact]
    public void Any_bytes_are_judged_and_never_throw()
    {
        var random = new Random(3);
        var good = """{"run_list":["recipe[a]"],"x":{"y":[1,2,null]}}"""u8.ToArray();
        for (var i = 0; i < 5000; i++)
        {
            var bytes = good.ToArray();
            for (var j = random.Next(1, 4); j > 0; j--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (i % 3 == 0) bytes = bytes[..random.Next(1, bytes.Length)];
            Assert.NotNull(Judge(bytes, _policy));
        }
    }

    private static AdmissionVerdict Judge(byte[] data, AdmissionPolicy policy) =>
        Admission.Judge(new SlotSnapshot(data, new SlotIdentity(16, 3, 5)), policy, DateTimeOffset.UnixEpoch);

    private static AdmissionVerdict.Refused Refused(byte[] data, AdmissionPolicy policy) => Assert.IsType<AdmissionVerdict.Refused>(Judge(data, policy));
}
