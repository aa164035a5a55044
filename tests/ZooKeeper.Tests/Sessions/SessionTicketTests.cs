namespace ChefActors.ZooKeeper.Tests.Sessions;

public sealed class SessionTicketTests
{
    private static readonly byte[] _password = [.. Enumerable.Range(200, 16).Select(i => (byte)i)];

    [Fact]
    public void A_ticket_survives_as_bytes_and_shows_only_its_id()
    {
        var ticket = new SessionTicket(0x1234, 99, _password);
        var again = SessionTicket.Import(ticket.Export());
        Assert.Equal(ticket, again);
        Assert.Equal((0x1234, 99), (again.SessionId, again.LastZxid));
        Assert.Equal("session 0x1234", ticket.ToString());
        Assert.NotEqual(ticket, new SessionTicket(0x1234, 99, new byte[16]));
    }

    [Theory]
    [InlineData(0, "not 0;")]
    [InlineData(17, "not 17;")]
    [InlineData(82, "not 82;")]
    public void Bytes_of_another_length_are_refused(int length, string says)
    {
        Assert.False(SessionTicket.TryImport(new byte[length], out _, out var error));
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_version_and_an_empty_id_are_refused_without_showing_the_bytes()
    {
        var bytes = new SessionTicket(1, 99, _password).Export();
        bytes[0] = 2;
        Assert.Contains("version 2", Assert.Throws<FormatException>(() => SessionTicket.Import(bytes)).Message, StringComparison.Ordinal);
        bytes[0] = 1;
        bytes[8] = 0;
        Assert.Contains("session id 0", Assert.Throws<FormatException>(() => SessionTicket.Import(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(100)];
            random.NextBytes(bytes);
            if (bytes.Length > 0 && i % 2 == 0) bytes[0] = 1;
            if (SessionTicket.TryImport(bytes, out var ticket, out _)) Assert.Equal(bytes, ticket.Export());
        }
    }
}
